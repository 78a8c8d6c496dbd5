import type { Temporal } from 'temporal-polyfill';
import { costOf } from '../policy/cost.ts';
import { askedCapacityOver, type CapacityFrom, type CapacityQuestion } from './next-change.ts';

/** What is asked of a pool over a span of time, and what that comes to. */
export interface CapacityOutlook {
  readonly until: Temporal.Instant;
  /** Each capacity from the instant on at which it is asked for; the first begins with the span. */
  readonly asked: readonly CapacityFrom[];
  /** Hours times nodes that must be ready: the least that the span will cost. */
  readonly nodeHours: number;
  /** With all other nodes of the pool deallocated; `undefined` where the policy has no price. */
  readonly cost: { readonly amount: number; readonly currency: string } | undefined;
}

interface TimeSpan {
  readonly from: Temporal.Instant;
  /** Exclusive. */
  readonly until: Temporal.Instant;
}

/** Looks ahead at what is asked of a pool. @throws LayoutRefused */
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
