import type { Temporal } from 'temporal-polyfill';
import { costOf } from '../policy/cost.ts';
import { askedCapacityOver, type CapacityFrom, type CapacityQuestion } from './next-change.ts';

/** The capacity requested of a pool over a span of time, and its cost. */
export interface CapacityOutlook {
  readonly until: Temporal.Instant;
  /** Each requested capacity with the instant from which it applies; the first begins with the span. */
  readonly asked: readonly CapacityFrom[];
  /** Node hours of the requested minima: the least use of the span. */
  readonly nodeHours: number;
  /** The cost if all other nodes of the pool are deallocated; `undefined` if the policy has no price. */
  readonly cost: { readonly amount: number; readonly currency: string } | undefined;
}

interface TimeSpan {
  readonly from: Temporal.Instant;
  /** Exclusive. */
  readonly until: Temporal.Instant;
}

/** Computes the capacity requested of a pool over a span. @throws LayoutRefused */
export function capacityOutlook(question: CapacityQuestion, { from, until }: TimeSpan): CapacityOutlook {
  const asked = askedCapacityOver(question, { from, until });
  const nodeHours = asked.reduce(
    (sum, { at, min }, index) => sum + min * hoursBetween(at, asked[index + 1]?.at ?? until),
    0,
  );
  const { effective, poolSize } = question;
  const price = effective.kind === 'policy' ? effective.policy.price : undefined;
  const all = poolSize * hoursBetween(from, until);
  const cost = price && { amount: costOf(price, { on: nodeHours, all }), currency: price.currency };
  return { until, asked, nodeHours, cost };
}

function hoursBetween(from: Temporal.Instant, to: Temporal.Instant): number {
  return (to.epochMilliseconds - from.epochMilliseconds) / 3_600_000;
}
