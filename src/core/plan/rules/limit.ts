import { leftOf, type SharedLimit } from '../../limits/shared-limit.ts';
import { COUNTED_ACTS } from '../../pool/act.ts';
import type { DecidingRule } from '../input/deciding-rule.ts';
import { explainOwn } from '../input/explain-own.ts';
import type { PlanInput } from '../input/plan-input.ts';
import { sharedLimitOn } from '../input/shared-limits.ts';

/**
 * The most nodes that all pools of an account, and of the app, may together start, deallocate and remove in any hour and any
 * day.
 */
export const limitRule = {
  name: 'limit',
  decides: 'how many nodes all pools of the account, and of the app, may start, deallocate or remove together',
  limits: sharedLimitOn,
  explains: (view) =>
    explainOwn(view.own, 'all pools together have done as much as they may', {
      says: describe(view),
      why: 'no act waits for it',
    }),
  wouldChange: () =>
    'time passes in which fewer nodes are started, deallocated or removed; or the setting has a larger limit',
} as const satisfies DecidingRule;

function describe({ shared, now }: PlanInput): string {
  const all = shared.flatMap((limit: SharedLimit) =>
    COUNTED_ACTS.flatMap((action) => leftOf(limit, action, now).map(({ because }) => `${action}: ${because}`)),
  );
  return all.length === 0 ? 'the account and the app have no limit' : all.join('; ');
}
