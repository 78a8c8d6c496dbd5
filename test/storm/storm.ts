import { Temporal } from 'temporal-polyfill';
import { type Chance, chanceFrom } from '../../src/emulator/world/chance.ts';
import type { JournalEntry } from '../../src/emulator/world/journal.ts';
import { inTime } from './in-time.ts';
import { AuditLaws } from './laws/audit-laws.ts';
import { breachesAtEnd, deliveryBreaches, repeatBreaches } from './laws/end-laws.ts';
import type { FailedStart } from './laws/failed-starts.ts';
import { evaluatedPools, secondRunBreaches } from './laws/second-run.ts';
import { StepLaws } from './laws/step-laws.ts';
import * as people from './perform/people.ts';
import { ask, isDone, type Stage } from './perform/stage.ts';
import * as world from './perform/world.ts';
import { Promises } from './promises.ts';
import type { StormStep } from './steps/storm-step.ts';
import { drawPools, HOSTILE, type StormPool, UNTOUCHED } from './storm-pools.ts';
import type { StormSystem } from './storm-system.ts';

export const POOLS = 4;

/** Minutes in which everything has to come to rest once nothing goes wrong any more; it is looked at from the first on, every so often. */
const QUIET = { first: 20, every: 10, most: 150, thenEvery: 30, last: 600 };

interface JournalPage {
  readonly entries: readonly JournalEntry[];
  readonly forgotten: number;
}

/** A storm over two apps: makes steps, and holds the laws against what the journal tells after each of them. */
export class Storm {
  readonly stage: Stage;
  #laws: StepLaws;
  readonly #audit: AuditLaws;
  #last = 0;
  /** How many of the acts have been looked for in the audit log. */
  #audited = 0;
  /** And how many of the events of each receiver. */
  #heard: readonly [number, number] = [0, 0];
  #seenDeaths = 0;

  constructor(system: StormSystem, seed: number) {
    const chance: Chance = chanceFrom(seed);
    this.stage = {
      ...{ system, pools: drawPools(chance, POOLS), nodes: new Map(), promises: new Promises(), byHand: new Map() },
      ...{ receivers: system.receivers, meddled: new Set(), breaches: [], answered: new Map() },
      counts: { kills: 0, freezes: 0, crashes: 0, tasks: 0 },
    };
    this.#laws = new StepLaws(this.stage);
    this.#audit = new AuditLaws(this.stage);
  }

  get acts(): number {
    return this.#laws.asked.length;
  }

  async begin(): Promise<void> {
    const { system, pools, nodes } = this.stage;
    const { account } = system;
    world.writeCalendar(this.stage, 'good');
    for (const { id, size, properties } of [...pools, ...BYSTANDERS]) {
      const { status, body } = await account.createPool(id, {
        dedicated: size,
        lowPriority: world.spotNodesOf(id),
        properties,
      });
      if (status !== 200) throw new Error(`PUT ${id}: ${status} ${JSON.stringify(body)}`);
      await system.advance(4);
      const made = await account.nodes(id);
      nodes.set(
        id,
        made.filter(({ isDedicated }) => isDedicated).map((node) => node.id),
      );
      await account.createJob(`job-${id}`, id);
    }
    for (const { schedule, policy } of [...pools, ...BYSTANDERS]) {
      await this.#put(`schedules/${schedule.id}`, schedule);
      await this.#put(`policies/${policy.id}`, policy);
    }
    await this.#put('rules/planned-work', people.RULE);
    await people.subscribe(this.stage, (path, body) => this.#put(path, body));
    for (const { id, observes } of pools) if (observes) this.stage.promises.observe(id, system.now());
  }

  async #put(path: string, body: object): Promise<void> {
    const answer = await ask(this.stage, { app: 0, method: 'PUT', path, body, headers: { 'if-none-match': '*' } });
    if (!isDone(answer)) throw new Error(`PUT ${path}: ${answer?.status} ${answer?.text}`);
  }

  async make(step: StormStep): Promise<void> {
    const { system } = this.stage;
    // The emulator may die under what the storm itself asks of it.
    await system.patiently(() => this.#make(step));
    await system.patiently(() => this.#look());
  }

  async #make(step: StormStep): Promise<void> {
    const { stage } = this;
    const { account, stations } = stage.system;
    switch (step.kind) {
      case 'minutes':
        await stage.system.advance(step.minutes);
        return this.#settle(step.apps);
      case 'again':
        return this.#again([step.app]);
      case 'tasks':
        return world.addTasks(stage, step);
      case 'batch-fault':
        return void (await account.control<unknown>('POST', 'faults', step.fault));
      case 'start-fault':
        return void (await account.control<unknown>('POST', 'startfaults', step.fault));
      case 'storage-fault':
        return stations[step.app]?.storage.inject(step.fault);
      case 'kill':
        return world.kill(stage, step);
      case 'freeze':
        return world.freeze(stage, step);
      case 'thaw':
        return stations[step.app]?.app.thaw();
      case 'crash':
        return world.crash(stage, step);
      case 'stall':
        return world.stall(stage, step);
      case 'request':
        return people.request(stage, step);
      case 'somebody':
        return world.meddle(stage, step);
      case 'override':
        return people.override(stage, step);
      case 'end-override':
        return people.endOverride(stage, step);
      case 'announce':
        return people.announce(stage, step);
      case 'webhook':
        return people.webhook(stage, step);
      case 'stop':
        return people.stop(stage, step);
      case 'minimum':
        return people.minimum(stage, step);
      case 'mode':
        return people.changeMode(stage, step);
      case 'shortage':
        return world.shortage(stage, step);
      case 'resize':
        return world.resize(stage, step);
      case 'receiver':
        return world.changeMood(stage, step);
      case 'bad-input':
        return people.badInput(stage, step);
      case 'calendar':
        return world.writeCalendar(stage, step.text);
      case 'hostile-row':
        return world.writeHostileRow(stage, step);
      case 'garbage':
        return world.litter(stage, step);
    }
  }

  /** The timers of apps fire once more at the same instant: where a tick is over, nothing comes of it. */
  async #again(apps: readonly number[]): Promise<void> {
    const { stage } = this;
    await this.#look();
    const [evaluated, before] = [await evaluatedPools(stage, apps), this.#laws.asked.length];
    for (const app of apps) await world.fireTick(stage, app);
    await this.#settle(apps);
    await this.#look();
    stage.breaches.push(...secondRunBreaches(stage, evaluated, this.#laws.asked.slice(before)));
  }

  async #settle(apps: readonly number[]): Promise<void> {
    const stations = apps.flatMap((app) => this.stage.system.stations[app] ?? []);
    await Promise.all(stations.map(({ app }) => app.settle()));
    for (const { app } of stations) if (!app.isAlive) await app.start();
  }

  /**
   * No message arrives as garbage meanwhile. One that does is given up, but only after five attempts that are seconds of real time
   * apart, and until then nobody can tell it from one that is lost.
   */
  async #settleReadably(apps: readonly number[]): Promise<void> {
    for (const { app } of this.stage.system.stations) app.garbles = false;
    await this.#settle(apps);
    for (const { app } of this.stage.system.stations) app.garbles = true;
  }

  /** Reads on in the journal, all of it where the emulator has died, and holds the laws against what is new. */
  async #look(): Promise<void> {
    const { system, breaches } = this.stage;
    const { deaths } = system.servants.emulator;
    if (deaths > this.#seenDeaths) {
      this.#laws = new StepLaws(this.stage);
      this.#last = 0;
      this.#audited = 0;
      this.#seenDeaths = deaths;
    }
    for (;;) {
      const path = `journal?after=${this.#last}&limit=10000`;
      const { entries, forgotten } = await system.account.control<JournalPage>('GET', path);
      // What nobody has seen cannot be judged.
      if (forgotten > this.#last)
        breaches.push(`the journal has forgotten entries up to ${forgotten}, read was ${this.#last}`);
      this.#last = entries.at(-1)?.number ?? this.#last;
      breaches.push(...this.#laws.breachesOf(entries));
      if (entries.length < 10_000) break;
    }
    const { asked } = this.#laws;
    const [{ well, ill }, [ofWell, ofIll]] = [this.stage.receivers, this.#heard];
    const heard = [well.events.length, ill.events.length] as const;
    const events = [...well.events.slice(ofWell), ...ill.events.slice(ofIll)];
    breaches.push(...(await this.#audit.breachesOf({ acts: asked.slice(this.#audited), events })));
    this.#audited = asked.length;
    this.#heard = heard;
    for (const receiver of Object.values(this.stage.receivers)) breaches.push(...receiver.breaches.splice(0));
    for (const { app } of system.stations) breaches.push(...app.ends.splice(0));
  }

  /** Nothing goes wrong any more, and nobody asks for anything. */
  async end(): Promise<void> {
    const { stage } = this;
    // What fails shortly before everything is healed may never have been looked at.
    const [healed, before] = [stage.system.now().subtract({ hours: 1 }), this.#laws.failedStarts.all];
    const failedStarts = before.filter(({ at }) => Temporal.Instant.compare(at, healed) < 0);
    await inTime(stage, 'What heals everything', () => stage.system.patiently(() => this.#heal()));
    await this.#comeToRest(failedStarts);
    if (stage.breaches.length === 0) await inTime(stage, 'The last words', () => this.#lastWords());
  }

  /** Minutes pass until nothing breaks a law any more, or too many have passed. */
  async #comeToRest(failedStarts: readonly FailedStart[]): Promise<void> {
    const { stage } = this;
    let left: readonly string[] | undefined;
    for (let minute = 1; minute <= QUIET.last && stage.breaches.length === 0 && left?.length !== 0; minute += 1) {
      await inTime(stage, `Minute ${minute} of rest`, async () => {
        await this.#rest(minute);
        if (isLookedAt(minute)) left = await stage.system.patiently(() => this.#left(failedStarts));
      });
    }
    stage.breaches.push(...(left ?? []));
  }

  /** The apps take turns: one tick a minute has to do. */
  async #rest(minute: number): Promise<void> {
    await this.stage.system.advance(1);
    await this.#settle([minute % 2]);
  }

  async #left(failedStarts: readonly FailedStart[]): Promise<readonly string[]> {
    await this.#look();
    return breachesAtEnd(this.stage, { asked: this.#laws.asked, failedStarts });
  }

  async #lastWords(): Promise<void> {
    const { stage } = this;
    stage.breaches.push(...(await deliveryBreaches(stage, () => this.#settleReadably([0, 1]))));
    stage.breaches.push(...(await repeatBreaches(stage, () => this.#again([0, 1]))));
  }

  async #heal(): Promise<void> {
    const { system, pools } = this.stage;
    for (const { app, storage, batch } of system.stations) {
      await storage.heal();
      batch.onPassing = () => undefined;
      await app.thaw();
      if (!app.isAlive) await app.start();
    }
    for (const what of ['faults', 'startfaults', 'shortages']) await system.account.control('DELETE', what);
    world.writeCalendar(this.stage, 'good');
    await people.stop(this.stage, { kind: 'stop', app: 0, begins: false });
    this.stage.receivers.ill.mood = 'fails';
    for (const [index, pool] of pools.entries()) await this.#healPool(index, pool);
  }

  async #healPool(index: number, { id, observes }: StormPool): Promise<void> {
    const { account } = this.stage.system;
    const mode = observes ? 'observe' : 'enforce';
    await people.changeMode(this.stage, { kind: 'mode', app: 0, pool: index, mode });
    await people.endOverride(this.stage, { kind: 'end-override', app: 0, pool: index });
    for (const { id: node, state } of await account.nodes(id))
      if (BROKEN.has(state)) await account.control('POST', 'nodes', { pool: id, node, state: 'idle' });
  }
}

function isLookedAt(minute: number): boolean {
  return minute >= QUIET.first && minute % (minute <= QUIET.most ? QUIET.every : QUIET.thenEvery) === 0;
}

/** States that a node leaves by a repair alone: the cause has gone, and so have they. */
const BROKEN: ReadonlySet<string> = new Set(['unusable', 'starttaskfailed', 'offline', 'unknown']);

const bystander = (id: string, properties: StormPool['properties']) => ({
  ...{ id, size: 2, properties },
  schedule: { id, timeZone: 'Etc/UTC', windows: [], outside: { min: 0, max: 0 } },
  policy: { id, pools: [id], mode: 'enforce', schedules: [id] },
});

/** Pools that nobody may touch, and one of whose documents nothing can be read. */
const BYSTANDERS = [
  bystander(UNTOUCHED, {
    scaleSettings: { autoScale: { formula: '$TargetDedicatedNodes=2', evaluationInterval: 'PT5M' } },
  }),
  { ...bystander(HOSTILE, {}), schedule: { id: HOSTILE, timeZone: 'Etc/UTC', windows: [], outside: { min: 2 } } },
];
