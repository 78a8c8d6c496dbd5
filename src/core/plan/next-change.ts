import { Temporal } from 'temporal-polyfill';
import type { PoolFacts } from '../pool/snapshot.ts';
import type { ResolvedCapacity } from '../schedule/capacity-at.ts';
import { EDGES_IN_SIGHT } from '../schedule/edges-in-sight.ts';
import { evaluationBudget } from '../schedule/timeline.ts';
import type { StepBudget } from '../step-budget.ts';
import { isBefore } from '../time/instants.ts';
import { capacityRequestsOf, type EffectivePolicy } from './effective-policy.ts';
import type { CapacityRequests } from './input/capacity.ts';
import { neededCapacityAt, requestEdges } from './requested-capacity.ts';

/** From an instant on such a capacity is asked for. */
export type CapacityFrom = ResolvedCapacity & { readonly at: Temporal.Instant };

/** A pool whose capacity is looked for, and the documents that hold for it. */
export interface CapacityQuestion {
  readonly effective: EffectivePolicy;
  readonly facts: Pick<PoolFacts, 'taskSlotsPerNode'>;
  /** The dedicated nodes of the pool. */
  readonly poolSize: number;
  /** What laying out schedules for it may cost; as an evaluation without it. */
  readonly budget?: StepBudget | undefined;
}

/** A schedule that asks nothing else for so long is not laid out further, unless an override or announcement ends later. */
const FURTHEST = Temporal.Duration.from({ hours: 40 * 24 });

/** However late an override ends, no more pieces than this are laid out: a year and some weeks. */
const MOST_PIECES = 50;

/** The capacity asked for at an instant: by the schedules and the override, and by announced work within their maximum. @throws LayoutRefused */
export function askedCapacityAt(question: CapacityQuestion, at: Temporal.Instant): CapacityFrom {
  const until = at.add({ seconds: 1 });
  return capacityIn(question, requestsIn(question, { from: at, until }))(at);
}

/**
 * Every capacity that is asked for over a span of time, each once from the instant on at which `min` or `max` differs from what
 * was asked for before; the first begins with the span. @throws LayoutRefused
 */
export function askedCapacityOver(question: CapacityQuestion, span: TimeSpan): readonly CapacityFrom[] {
  const requests = requestsIn(question, span);
  const at = capacityIn(question, requests);
  const edges = requestEdges(requests, span.from).filter((edge) => isBefore(edge, span.until));
  const asked: CapacityFrom[] = [];
  for (const instant of [span.from, ...edges]) {
    const capacity = at(instant);
    const last = asked.at(-1);
    if (last === undefined || differs(last, capacity)) asked.push(capacity);
  }
  return asked;
}

/**
 * The next change: the first instant after `now` at which another capacity is asked for, with that capacity. An edge at which
 * `min` and `max` stay as they are is none. `undefined` if nothing changes as far as is looked. @throws LayoutRefused
 */
export function nextChangeAfter(asked: CapacityQuestion, now: Temporal.Instant): CapacityFrom | undefined {
  const { effective } = asked;
  if (effective.kind !== 'policy') return undefined;
  const question = { ...asked, budget: asked.budget ?? evaluationBudget() };
  const present = askedCapacityAt(question, now);
  const furthest = furthestOf(effective, now);
  let from = now;
  for (let piece = 0; piece < MOST_PIECES && isBefore(from, furthest); piece += 1) {
    // Nothing is known to change as far as a piece like the first ones can still be paid for.
    if (piece > 0 && question.budget.left < (2 * question.budget.spent) / piece) return undefined;
    const until = from.add(EDGES_IN_SIGHT);
    const change = askedCapacityOver(question, { from, until }).find((one) => differs(present, one));
    if (change !== undefined) return change;
    from = until;
  }
  return undefined;
}

interface TimeSpan {
  readonly from: Temporal.Instant;
  /** Exclusive. */
  readonly until: Temporal.Instant;
}

function furthestOf(
  { override, announcements, schedules }: Extract<EffectivePolicy, { kind: 'policy' }>,
  now: Temporal.Instant,
): Temporal.Instant {
  const ends = [...(override === undefined ? [] : [override.until]), ...announcements.map(({ until }) => until)];
  const beyond = schedules.length === 0 ? { seconds: 1 } : EDGES_IN_SIGHT;
  return [now.add(FURTHEST), ...ends.map((end) => end.add(beyond))].reduce((a, b) => (isBefore(a, b) ? b : a));
}

function requestsIn({ effective, budget = evaluationBudget() }: CapacityQuestion, span: TimeSpan): CapacityRequests {
  return capacityRequestsOf(effective, { ...span, budget });
}

function capacityIn({ effective, facts, poolSize }: CapacityQuestion, requests: CapacityRequests) {
  const policy = effective.kind === 'policy' ? effective.policy : { demand: undefined };
  return (at: Temporal.Instant): CapacityFrom => {
    const { min, because, set } = neededCapacityAt({ ...requests, pool: { facts }, policy }, at, poolSize);
    return { at, min, max: set.max, because };
  };
}

function differs(a: ResolvedCapacity, b: ResolvedCapacity): boolean {
  return a.min !== b.min || a.max !== b.max;
}
