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

/** A capacity, and the instant from which it is requested. */
export type CapacityFrom = ResolvedCapacity & { readonly at: Temporal.Instant };

/** A pool whose capacity is to be computed, and the documents that apply to it. */
export interface CapacityQuestion {
  readonly effective: EffectivePolicy;
  readonly facts: Pick<PoolFacts, 'taskSlotsPerNode'>;
  /** How many nodes of the pool take part. */
  readonly poolSize: number;
  /** The step budget for its schedules; by default, that of an evaluation. */
  readonly budget?: StepBudget | undefined;
}

/** How far ahead schedules are searched for a change, unless an override or announcement ends later. */
const FURTHEST = Temporal.Duration.from({ hours: 40 * 24 });

/** The most pieces of a timeline that are computed, however late an override ends: a year and some weeks. */
const MOST_PIECES = 50;

/**
 * The capacity requested at an instant: by the schedules and the override, and by announced work within their maximum.
 * @throws LayoutRefused
 */
export function askedCapacityAt(question: CapacityQuestion, at: Temporal.Instant): CapacityFrom {
  const until = at.add({ seconds: 1 });
  return capacityIn(question, requestsIn(question, { from: at, until }))(at);
}

/**
 * Every capacity that is requested over a span, with the instant at which `min` or `max` changes to it; the first begins with
 * the span.
 * @throws LayoutRefused
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
 * The next change: the first instant after `now` at which another `min` or `max` is requested, with that capacity. `undefined`
 * if nothing changes in the span that is searched.
 * @throws LayoutRefused
 */
export function nextChangeAfter(asked: CapacityQuestion, now: Temporal.Instant): CapacityFrom | undefined {
  const { effective } = asked;
  if (effective.kind !== 'policy') return undefined;
  const question = { ...asked, budget: asked.budget ?? evaluationBudget() };
  const present = askedCapacityAt(question, now);
  const furthest = furthestOf(effective, now);
  let from = now;
  for (let piece = 0; piece < MOST_PIECES && isBefore(from, furthest); piece += 1) {
    // The search ends when the budget might not cover another piece like the first ones; no change counts as found.
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
