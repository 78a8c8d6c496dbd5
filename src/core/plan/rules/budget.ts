import { Temporal } from 'temporal-polyfill';
import type { PowerAct } from '../../pool/act.ts';
import { type Amount, nodesIn } from '../../schedule/amount.ts';
import { earliestOf, isBefore, isLongerAgo } from '../../time/instants.ts';
import type { DecidingRule, Limit, LimitInput } from '../input/deciding-rule.ts';
import { explainOwn } from '../input/explain-own.ts';

/** Budgets are for an evaluation and for any hour, so a spending is of interest for so long. */
const BUDGET_SPAN = Temporal.Duration.from({ hours: 1 });
const BUDGET_SPAN_MS = BUDGET_SPAN.total('milliseconds');

/** The most nodes that the policy lets one evaluation, and any hour, start or deallocate. */
export const budgetRule = {
  name: 'budget',
  decides: 'how many nodes may be started or deallocated at once',
  limits: budgetOn,
  remembers: {
    afterLook: ({ spent }, { now }) => ({ spent: spent.filter(({ at }) => !isLongerAgo(at, BUDGET_SPAN_MS - 1, now)) }),
    afterActs: ({ spent }, { at, started, stopped }) => ({
      spent: [
        ...spent,
        ...[
          { at, action: 'start' as const, nodes: started.length },
          { at, action: 'deallocate' as const, nodes: stopped.length },
        ].filter(({ nodes }) => nodes > 0),
      ],
    }),
  },
  explains: ({ own, policy: { budget } }) =>
    explainOwn(own, 'these acts wait for the next evaluations', {
      says: Object.values(budget).every((amount) => amount === undefined)
        ? 'the policy has no budget'
        : 'the budget is not used up',
      why: 'no act waits for it',
    }),
  wouldChange: () => 'the next evaluation, or the next hour; or the policy has a larger budget',
} as const satisfies DecidingRule;

/** What the budgets of the policy leave for acts of one kind; `undefined` if they say nothing of it. */
export function budgetOn(action: PowerAct, input: Omit<LimitInput, 'wanted'>): Limit | undefined {
  const [one, other] = [evaluationLimit(action, input), hourLimit(action, input)];
  if (one === undefined || other === undefined) return one ?? other;
  return other.acts < one.acts ? other : one;
}

function evaluationLimit(
  action: PowerAct,
  { policy, poolSize, now }: Pick<LimitInput, 'policy' | 'poolSize' | 'now'>,
): Limit | undefined {
  const amount = policy.budget[action];
  if (amount === undefined) return undefined;
  const acts = nodesIn(amount, poolSize);
  return { acts, because: `the budget is ${acts} an evaluation`, resumesAt: now };
}

function hourLimit(action: PowerAct, { policy, memory, poolSize, now }: Omit<LimitInput, 'wanted'>): Limit | undefined {
  const amount: Amount | undefined = policy.budget[`${action}PerHour`];
  if (amount === undefined) return undefined;
  const most = nodesIn(amount, poolSize);
  const spent = memory.spent.filter((one) => one.action === action && isBefore(now, one.at.add(BUDGET_SPAN)));
  const sum = spent.reduce((nodes, one) => nodes + one.nodes, 0);
  return {
    acts: Math.max(0, most - sum),
    because: `the budget is ${most} an hour, ${sum} are spent`,
    resumesAt: earliestOf(spent.map(({ at }) => at.add(BUDGET_SPAN))),
  };
}
