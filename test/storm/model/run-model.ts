import type { EffectivePolicy } from '../../../src/core/plan/effective-policy.ts';
import type { Policy } from '../../../src/core/policy/policy.ts';
import { type Chance, chanceFrom } from '../../../src/emulator/world/chance.ts';
import { aCapacity, anAmount, aPolicy, aSchedule, minutes, NO_BUDGET, NOON } from '../../support/builders.ts';
import { type CrashPoint, ModelApp, type ModelRequest } from './app.ts';
import { type Breach, breachesAtEnd, breachesOfStep, canaryBreaches, type Promises } from './laws.ts';
import { ModelWorld } from './world.ts';

/** What a run of the model came to. */
export interface ModelRun {
  readonly steps: number;
  readonly acts: number;
  readonly crashes: number;
  /** The first law that was broken, with the steps that led there. */
  readonly breach:
    | { readonly seed: number; readonly what: readonly Breach[]; readonly script: readonly string[] }
    | undefined;
}

/** Steps of one world under one policy; then another begins. */
const EPISODE = 200;
/** Every so often a request is lost, or the answer to it. */
const FATES = ['lost', 'unanswered'] as const;
/** Minutes without faults in which a pool has to come to rest. */
const QUIET = 30 * 60;
/** Nobody acts any more once nobody has for so long: the longest that a budget, a back-off or a request holds things up, in minutes. */
const REST = 70;

/** Runs worlds of the model until so many steps were made, or a law is broken. The same seed gives the same run. */
export function runModel({ seed, steps }: { readonly seed: number; readonly steps: number }): ModelRun {
  let [made, acts, crashes] = [0, 0, 0];
  for (let episode = 0; made < steps; episode += 1) {
    const one = new Episode(seed + episode);
    const breach = one.run(Math.min(EPISODE, steps - made));
    made += one.steps;
    acts += one.world.journal.length;
    crashes += one.crashes;
    if (breach.length > 0)
      return { steps: made, acts, crashes, breach: { seed: seed + episode, what: breach, script: one.script } };
  }
  return { steps: made, acts, crashes, breach: undefined };
}

class Episode {
  readonly script: string[] = [];
  readonly world: ModelWorld;
  crashes = 0;
  steps = 0;
  readonly #chance: Chance;
  readonly #app: ModelApp;
  readonly #promises: Promises;
  readonly #max: number;
  readonly #requests: ModelRequest[] = [];

  constructor(seed: number) {
    this.#chance = chanceFrom(seed);
    const size = this.#draw(1, 9);
    this.world = new ModelWorld(this.#chance, size, NOON.epochMilliseconds);
    const min = this.#draw(0, size);
    this.#max = this.#draw(min, size);
    this.#promises = {
      min,
      budget: { start: this.#maybe(1, 4), deallocate: this.#maybe(1, 4) },
      perHour: { start: this.#maybe(2, 8), deallocate: this.#maybe(2, 8) },
      canary: this.#draw(1, size),
      deadline: this.#maybe(3, 60),
    };
    this.#app = new ModelApp(this.world, this.#policy());
    this.#app.onSending = () => {
      if (this.#draw(1, 8) === 1) this.world.land(this.#draw(1, 90));
      return FATES[this.#draw(0, 9)] ?? 'answered';
    };
  }

  run(steps: number): readonly Breach[] {
    for (let step = 0; step < steps; step += 1) {
      this.steps += 1;
      const from = this.world.journal.length;
      this.#step();
      const breaches = [
        ...breachesOfStep(this.world, this.#promises, from),
        ...canaryBreaches(this.world, this.#promises, from),
      ];
      if (breaches.length > 0) return breaches;
    }
    return this.#quiet();
  }

  #step(): void {
    const kind = this.#draw(1, 20);
    if (kind <= 8) return this.#do('tick', () => this.#tick());
    if (kind <= 12) return this.#do('a minute', () => this.world.advance(1));
    if (kind === 13) return this.#do('time', () => this.world.advance(this.#draw(2, 40)));
    if (kind <= 15) return this.#do('a task', () => this.world.land(this.#draw(1, 60)));
    if (kind === 16) return this.#do('somebody', () => this.#somebody());
    if (kind === 17) return this.#do('request', () => this.#ask());
    if (kind <= 19) return this.#do('round', () => this.#round());
    return this.#do('starts', () => {
      this.world.failingStarts = this.#draw(0, 1) * 20;
    });
  }

  #do(what: string, act: () => void): void {
    const from = this.world.journal.length;
    act();
    const done = this.world.journal
      .slice(from)
      .map((one) => `${one.correlation} ${one.action} ${one.node}${one.tookEffect ? '' : ' refused'}`);
    const states = this.world.nodes.map(
      ({ id, state, draining }) => `${id} ${state}${draining === undefined ? '' : ` draining (${draining})`}`,
    );
    this.script.push(`${this.world.instant} ${what} [${done.join(', ')}] ${states.join(', ')}`);
  }

  #tick(): void {
    const crash = this.#crash();
    if (this.#app.evaluate(crash) === undefined) this.script.push(`dies: ${crash}`);
  }

  #crash(): CrashPoint {
    if (this.#draw(1, 3) !== 1) return undefined;
    this.crashes += 1;
    const points: readonly CrashPoint[] = ['taken', 'intended', this.#draw(0, 4), 'answered', 'recorded', 'recovering'];
    return points[this.#draw(0, points.length - 1)];
  }

  #somebody(): void {
    const node = this.world.nodes[this.#draw(0, this.world.nodes.length - 1)];
    if (node !== undefined)
      this.world.act({
        node: node.id,
        action: this.#draw(0, 1) === 0 ? 'start' : 'deallocate',
        correlation: 'somebody',
      });
  }

  #ask(): void {
    const choice =
      this.#draw(0, 1) === 0 ? ({ kind: 'all' } as const) : ({ kind: 'count', count: this.#draw(1, 4) } as const);
    const request: ModelRequest = {
      correlation: this.#app.newCorrelation('hand'),
      action: this.#draw(0, 1) === 0 ? 'start' : 'deallocate',
      choice,
      until: this.world.instant.add({ minutes: this.#draw(10, 180) }),
    };
    this.#requests.push(request);
    this.#app.request(request);
  }

  /** Of any request, also one that is over: a copy may come late. */
  #round(): void {
    const request = this.#requests[this.#draw(0, Math.max(0, this.#requests.length - 1))];
    if (request !== undefined) this.#app.carryOut(request, this.#crash());
  }

  /** Nothing goes wrong any more: every request ends, and the pool comes to where its schedule wants it. */
  #quiet(): readonly Breach[] {
    this.world.failingStarts = 0;
    this.#app.onSending = () => 'answered';
    for (let minute = 0; minute < QUIET; minute += 1) {
      const from = this.world.journal.length;
      this.#do('quiet', () => this.#quietMinute());
      const breaches = breachesOfStep(this.world, this.#promises, from);
      if (breaches.length > 0) return breaches;
      if (this.#isAtRest()) break;
    }
    const { plan } = this.#app.decide();
    for (const { nodeId, rule, reason } of plan.decisions) this.script.push(`${nodeId} ${rule}: ${reason}`);
    const ready = this.world.ready();
    const { min } = this.#promises;
    const target =
      ready < min || ready > this.#max
        ? [`law 7: ${ready} nodes are ready, from ${min} to ${this.#max} should be`]
        : [];
    return [...breachesAtEnd(this.#app, this.world, this.#requests), ...target];
  }

  #quietMinute(): void {
    this.steps += 1;
    this.world.advance(1);
    for (const request of this.#requests) if (!this.#app.isOver(request)) this.#app.carryOut(request, undefined);
    this.#app.evaluate(undefined);
  }

  #isAtRest(): boolean {
    const last = this.world.journal.at(-1)?.at ?? 0;
    return (
      this.world.now - last > REST * 60_000 &&
      this.world.nodes.every(({ state }) => state === 'idle' || state === 'deallocated') &&
      this.#requests.every((request) => this.#app.isOver(request)) &&
      this.#app.memory.manual.length === 0
    );
  }

  #policy(): EffectivePolicy & { readonly kind: 'policy' } {
    const { min, budget, perHour, canary } = this.#promises;
    const amount = (nodes: number | undefined) => (nodes === undefined ? undefined : anAmount(nodes));
    const policy = aPolicy({
      manual: this.#draw(0, 1) === 0 ? 'respect' : 'revert',
      idle: { timeout: minutes(this.#draw(5, 60)), keep: this.#draw(0, 2) },
      budget: {
        ...NO_BUDGET,
        start: amount(budget.start),
        deallocate: amount(budget.deallocate),
        startPerHour: amount(perHour.start),
        deallocatePerHour: amount(perHour.deallocate),
      },
      canary: { share: anAmount(canary), confirmed: undefined },
      ...this.#drain(),
    });
    const schedule = aSchedule({ outside: aCapacity(min, this.#max) });
    return {
      kind: 'policy',
      policy,
      name: 'render@1',
      because: 'the model',
      schedules: [schedule],
      override: undefined,
      announcements: [],
      circuitReset: undefined,
      documents: ['render@1'],
      notes: [],
    };
  }

  #drain(): Partial<Policy> {
    const { deadline } = this.#promises;
    if (deadline !== undefined)
      return {
        drain: { deadline: minutes(deadline), afterDeadline: this.#draw(0, 1) === 0 ? 'requeue' : 'terminate' },
      };
    return this.#draw(0, 1) === 0 ? { drain: { deadline: minutes(60), afterDeadline: 'leave' } } : {};
  }

  #draw(from: number, to: number): number {
    return this.#chance.integer(from, to);
  }

  #maybe(from: number, to: number): number | undefined {
    return this.#draw(0, 1) === 0 ? undefined : this.#draw(from, to);
  }
}
