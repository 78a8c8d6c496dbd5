import { keepSpendings, type LimitSpan, type Spending, spentIn } from '../../memory/spending.ts';
import { COUNTED_ACTS, type CountedAct } from '../../pool/act.ts';
import { type Amount, nodesIn } from '../../schedule/amount.ts';
import { counted } from '../../text/counted.ts';
import { instantOf, MINUTE_MILLISECONDS, minuteOf } from '../../time/epoch.ts';
import type { DecidingRule, Limit, LimitInput, MadeActs } from '../input/deciding-rule.ts';
import { explainOwn } from '../input/explain-own.ts';

/** The most nodes that the policy lets one evaluation, any hour and any day start, deallocate or remove. */
export const budgetRule = {
  name: 'budget',
  decides: 'how many nodes may be started, deallocated or removed at once',
  limits: budgetOn,
  remembers: {
    afterLook: ({ spent }, { now }) => ({ spent: keepSpendings(spent, now) }),
    afterActs: ({ spent }, acts) => ({
      spent: [
        ...spent,
        ...COUNTED_ACTS.map((action) => ({ ...momentsOf(acts), action, nodes: acts.spent[action] })).filter(
          ({ nodes }) => nodes > 0,
        ),
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
  wouldChange: () => 'the next evaluation, hour or day; or the policy has a larger budget',
} as const satisfies DecidingRule;

/** What is left of the policy's budgets for acts of one kind; `undefined` if it sets none. */
export function budgetOn(
  action: CountedAct,
  input: Pick<LimitInput, 'policy' | 'memory' | 'poolSize' | 'now'>,
): Limit | undefined {
  const limits = [
    evaluationLimit(action, input),
    spanLimit(action, input, { span: 'hour', amount: input.policy.budget[`${action}PerHour`] }),
    spanLimit(action, input, { span: 'day', amount: input.policy.budget[`${action}PerDay`] }),
  ];
  return limits.filter((limit) => limit !== undefined).toSorted((a, b) => a.acts - b.acts)[0];
}

/** An act that was decided before a minute's end and arrived after it is not in the budget of the next evaluation. */
function momentsOf({ arrivedBy, decidedAt }: MadeActs): Pick<Spending, 'at' | 'decidedAt'> {
  return decidedAt === undefined || decidedAt.equals(arrivedBy) ? { at: arrivedBy } : { at: arrivedBy, decidedAt };
}

/**
 * The budget of an evaluation applies to its minute: a repeated evaluation, or a request of a person in the same minute, has no
 * budget of its own.
 */
function evaluationLimit(
  action: CountedAct,
  { policy, memory, poolSize, now }: Pick<LimitInput, 'policy' | 'memory' | 'poolSize' | 'now'>,
): Limit | undefined {
  const amount = policy.budget[action];
  if (amount === undefined) return undefined;
  const most = nodesIn(amount, poolSize);
  // A tick counts for its whole minute, whichever second its evaluation runs in.
  const spent = memory.spent
    .filter((one) => one.action === action && minuteOf(one.decidedAt ?? one.at) === minuteOf(now))
    .reduce((nodes, one) => nodes + one.nodes, 0);
  const because = spent === 0 ? '' : `, ${counted(spent, 'is', 'are')} spent in this minute`;
  // The budget is full again in the next minute, even if nothing else requests an evaluation then.
  const resumesAt = spent === 0 ? now : instantOf((minuteOf(now) + 1) * MINUTE_MILLISECONDS);
  return { acts: Math.max(0, most - spent), because: `the budget is ${most} an evaluation${because}`, resumesAt };
}

function spanLimit(
  action: CountedAct,
  { memory, poolSize, now }: Pick<LimitInput, 'memory' | 'poolSize' | 'now'>,
  { span, amount }: { readonly span: LimitSpan; readonly amount: Amount | undefined },
): Limit | undefined {
  if (amount === undefined) return undefined;
  const most = nodesIn(amount, poolSize);
  const { nodes, until } = spentIn(memory.spent, { action, span, now });
  return {
    acts: Math.max(0, most - nodes),
    because: `the budget is ${most} ${span === 'hour' ? 'an hour' : 'a day'}, ${counted(nodes, 'is', 'are')} spent`,
    resumesAt: until,
    halts: true,
  };
}
