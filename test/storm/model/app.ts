import { Temporal } from 'temporal-polyfill';
import { actAnswered, actIntended } from '../../../src/core/audit/events.ts';
import { inheritedActs } from '../../../src/core/audit/inherited-acts.ts';
import { type AuditRecord, recordId } from '../../../src/core/audit/record.ts';
import { actRequestEnded, actRequested } from '../../../src/core/audit/request-events.ts';
import { NO_MEMORY, type PoolMemory } from '../../../src/core/memory/memory.ts';
import { decidePool, isToAct, type PoolDecision } from '../../../src/core/plan/decide-pool.ts';
import type { EffectivePolicy } from '../../../src/core/plan/effective-policy.ts';
import { type NodeChoice, planManualRequest } from '../../../src/core/plan/plan-manual-request.ts';
import { rememberActs } from '../../../src/core/plan/remember-acts.ts';
import { rememberInherited } from '../../../src/core/plan/remember-inherited.ts';
import { rememberHeld, rememberManualActs } from '../../../src/core/plan/remember-manual-acts.ts';
import type { Act, Outcome, PowerAct, TasksOnDeallocate } from '../../../src/core/pool/act.ts';
import { isWhereActLeads, shownOutcome } from '../../../src/core/pool/shown-outcome.ts';
import { isBefore } from '../../../src/core/time/instants.ts';
import { aPoolFacts } from '../../support/builders.ts';
import { ModelLog } from './audit-log.ts';
import type { ModelWorld } from './world.ts';

/** Where a process dies; a number: after so many requests were sent. */
export type CrashPoint = 'taken' | 'intended' | number | 'answered' | 'recorded' | 'recovering' | undefined;

/** Somebody asks for nodes by hand. */
export interface ModelRequest {
  readonly correlation: string;
  readonly action: PowerAct;
  readonly choice: NodeChoice;
  readonly until: Temporal.Instant;
}

const FACTS = aPoolFacts();

/** An act that is about to be made. */
interface Intended {
  readonly nodeId: string;
  readonly action: Act;
  readonly reason: string;
  readonly tasks?: TasksOnDeallocate | undefined;
}

/** What becomes of a request, or of the answer to it. */
export type Fate = 'answered' | 'unanswered' | 'lost';

/** What is known of an act by whether its node shows it: of one that was refused, and of one that was not answered. */
const REFUSED = ['unneeded', 'refused'] as const;
const DOUBTFUL = ['accepted', 'unknown'] as const;

interface Outcomes extends Omit<Intended, 'nodeId' | 'reason'> {
  readonly node: string;
  readonly outcome: Outcome;
}

/** The app as a model: the core decides, everything around it is in memory and can die at any point. */
export class ModelApp {
  readonly log = new ModelLog();
  memory: PoolMemory = NO_MEMORY;
  acting: { readonly correlation: string; readonly remembered: number } | undefined;
  readonly #world: ModelWorld;
  readonly #effective: EffectivePolicy & { readonly kind: 'policy' };
  #correlations = 0;
  /** Something may happen while a request is on its way. */
  onSending: () => Fate = () => 'answered';

  constructor(world: ModelWorld, effective: EffectivePolicy & { readonly kind: 'policy' }) {
    this.#world = world;
    this.#effective = effective;
  }

  newCorrelation(kind: string): string {
    this.#correlations += 1;
    return `${kind}-${this.#correlations}`;
  }

  decide(): PoolDecision {
    return decidePool({
      facts: FACTS,
      nodes: this.#world.shown(),
      memory: this.memory,
      pending: undefined,
      forecast: undefined,
      shared: [],
      sequence: { preceding: [], following: [] },
      siblings: [],
      gates: new Map(),
      effective: this.#effective,
      now: this.#world.instant,
    });
  }

  /** One tick. Gives how many acts it made; `undefined` where it died. */
  evaluate(crash: CrashPoint): number | undefined {
    if (!this.#recover(crash)) return undefined;
    const decision = this.decide();
    if (!isToAct(decision)) {
      this.memory = decision.memory;
      return 0;
    }
    const correlation = this.newCorrelation('timer');
    this.acting = { correlation, remembered: 0 };
    const acts = decision.plan.acts;
    const outcomes = this.#apply(acts, { correlation, actor: 'timer', crash });
    if (outcomes === undefined) return undefined;
    const { at } = decision.plan;
    this.memory = rememberActs(decision.memory, outcomes, { at, correlation, policyId: this.#effective.policy.id });
    this.acting = undefined;
    return acts.length;
  }

  request({ correlation, action, until }: ModelRequest): void {
    const what = { until: until.toString() };
    this.log.append([actRequested(this.#context(correlation, 'anna'), { action, reason: 'r', what })]);
  }

  isOver({ correlation, action }: ModelRequest): boolean {
    return this.log.of(correlation).some((record) => record.action === `${action}.ended`);
  }

  /** One round of a request; it may be a copy that comes late. */
  carryOut(request: ModelRequest, crash: CrashPoint): void {
    if (!this.#recover(crash) || this.isOver(request)) return;
    const { correlation, action, choice, until } = request;
    if (!isBefore(this.#world.instant, until)) return this.#end(request);
    const records = this.log.of(correlation);
    const remembered = records.filter(({ phase }) => phase === 'intent').length;
    this.acting = { correlation, remembered };
    const made = records.filter(({ phase }) => phase === 'outcome');
    const plan = planManualRequest({
      action,
      choice,
      pool: { facts: FACTS, nodes: this.#world.shown() },
      policy: this.#effective.policy,
      override: undefined,
      memory: this.memory,
      shared: [],
      done: made.flatMap(({ subject }) => subject.node ?? []),
      taken: made.filter(({ outcome }) => outcome === 'accepted' || outcome === 'unknown' || outcome === 'unneeded')
        .length,
      at: this.#world.instant,
      now: this.#world.instant,
    });
    const hold = { action, noticed: this.#world.instant, until, by: 'anna' } as const;
    this.memory = rememberHeld(this.memory, plan.held, hold);
    const outcomes = this.#apply(plan.acts, { correlation, actor: 'anna', crash });
    if (outcomes === undefined) return;
    if (plan.waiting === undefined) this.#end(request);
    const at = this.#world.instant;
    const after = rememberActs(this.memory, outcomes, { at, correlation, policyId: undefined });
    this.memory = rememberManualActs(after, outcomes, hold);
    this.acting = undefined;
  }

  #end({ correlation, action }: ModelRequest): void {
    this.log.append([actRequestEnded(this.#context(correlation, 'anna'), { action, reason: 'r', what: {} })]);
  }

  #context(correlation: string, actor: string) {
    const policy = this.#effective.name;
    return { at: this.#world.instant, actor, pool: FACTS, correlation, policy };
  }

  /** Gives the outcomes; `undefined` where the process died. */
  #apply(
    acts: readonly Intended[],
    { correlation, actor, crash }: { readonly correlation: string; readonly actor: string; readonly crash: CrashPoint },
  ): readonly Outcomes[] | undefined {
    if (crash === 'taken') return undefined;
    const context = this.#context(correlation, actor);
    const intents = this.log.append(acts.map(({ nodeId: node, ...act }) => actIntended(context, { node, ...act })));
    if (crash === 'intended') return undefined;
    const outcomes: Outcomes[] = [];
    for (const [index, { nodeId: node, action, tasks }] of acts.entries()) {
      if (crash === index) return undefined;
      outcomes.push({ node, action, tasks, outcome: this.#send({ node, action, tasks }, correlation) });
    }
    if (crash === 'answered' || typeof crash === 'number') return undefined;
    this.log.append(
      outcomes.map((one, index) => actAnswered(context, { ...one, reason: '', intent: idOf(intents[index]) })),
    );
    return crash === 'recorded' ? undefined : outcomes;
  }

  #send({ node, action, tasks }: Omit<Outcomes, 'outcome'>, correlation: string): Outcome {
    if (action !== 'start' && action !== 'deallocate') return 'refused';
    const fate = this.onSending();
    const isTaken = fate !== 'lost' && this.#world.act({ node, action, correlation, tasks });
    if (fate === 'answered' && isTaken) return 'accepted';
    const shows = this.#world.nodes.find(({ id }) => id === node)?.state ?? 'unknown';
    const [there, elsewhere] = fate === 'answered' ? REFUSED : DOUBTFUL;
    return isWhereActLeads(action, shows) ? there : elsewhere;
  }

  /** What one that died has done is found out. `false` where this process dies as well. */
  #recover(crash: CrashPoint): boolean {
    if (this.acting === undefined) return true;
    const { correlation, remembered } = this.acting;
    this.#closeOpenIntents(correlation);
    if (crash === 'recovering') return false;
    const records = this.log.of(correlation);
    const acts = inheritedActs(records, remembered);
    this.memory = rememberInherited(this.memory, acts);
    const requested = records.find(({ action }) => action.endsWith('.requested'));
    const first = acts[0];
    if (requested !== undefined && first !== undefined) this.#rememberRequest(requested, acts);
    this.acting = undefined;
    return true;
  }

  #rememberRequest(requested: AuditRecord, acts: ReturnType<typeof inheritedActs>): void {
    const { until } = requested.after as { readonly until: string };
    const action = requested.action === 'start.requested' ? 'start' : 'deallocate';
    const noticed = acts[0]?.at ?? this.#world.instant;
    const asked = { action, noticed, until: Temporal.Instant.from(until), by: 'anna' } as const;
    this.memory = rememberManualActs(this.memory, acts, asked);
  }

  #closeOpenIntents(correlation: string): void {
    const records = this.log.of(correlation);
    const answered = new Set(records.map(({ intent }) => intent));
    const nodes = new Map(this.#world.shown().map((node) => [node.id, node]));
    const open = records.filter((record) => record.phase === 'intent' && !answered.has(recordId(record)));
    this.log.append(
      open.map((intent) => {
        const { outcome } = shownOutcome(intent.action as Act, nodes.get(intent.subject.node ?? ''), intent.at);
        const { node = '' } = intent.subject;
        return actAnswered(this.#context(correlation, 'recovery'), {
          node,
          action: intent.action as Act,
          outcome,
          reason: '',
          intent: recordId(intent),
        });
      }),
    );
  }
}

function idOf(record: AuditRecord | undefined): string {
  return record === undefined ? '' : recordId(record);
}
