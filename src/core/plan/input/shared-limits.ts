import { leftOf } from '../../limits/shared-limit.ts';
import type { CountedAct } from '../../pool/act.ts';
import type { Limit } from './deciding-rule.ts';
import type { PlanInput } from './plan-input.ts';

/** The narrowest limit on acts of one kind that pools share; `undefined` if there is none. */
export function sharedLimitOn(act: CountedAct, { shared, now }: Pick<PlanInput, 'shared' | 'now'>): Limit | undefined {
  const [least] = shared.flatMap((limit) => leftOf(limit, act, now)).toSorted((a, b) => a.acts - b.acts);
  return least && { ...least, halts: true };
}
