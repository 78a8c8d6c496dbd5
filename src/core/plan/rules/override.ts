import type { Temporal } from 'temporal-polyfill';
import { describeOverride, holdsAt, type Override, pinsOf, whyOverrideLeavesAlone } from '../../override/override.ts';
import { nodesIn } from '../../schedule/amount.ts';
import type { ResolvedCapacity } from '../../schedule/capacity-at.ts';
import type { CapacityRequests } from '../input/capacity.ts';
import type { DecidingRule, ExplainView, Explanation, NodeVeto, Proposal } from '../input/deciding-rule.ts';
import type { PlanInput, PlanView } from '../input/plan-input.ts';

/** What a person or a system wants of the pool, or of single nodes, for a time. It takes precedence over the schedules. */
export const overrideRule = {
  name: 'override',
  decides: 'what a person or a system requests of the pool or of single nodes for a limited time',
  leavesPoolAlone: (_, { override, now }) => whyOverrideLeavesAlone(override, now),
  vetoes: pinned,
  vetoesRequest: pinned,
  capacity: {
    sets: capacityOf,
    changesAt: ({ override }) => (override === undefined ? [] : [override.from, override.until]),
  },
  proposes: pins,
  explains: explainOverride,
  wouldChange: ({ override }) => override && `the override ends at ${override.until}, or somebody withdraws it before`,
} as const satisfies DecidingRule;

function capacityOf(
  { override }: CapacityRequests,
  instant: Temporal.Instant,
  poolSize: number,
): ResolvedCapacity | undefined {
  if (override?.capacity === undefined || !holdsAt(override, instant)) return undefined;
  const { min, max } = override.capacity;
  const least = Math.min(nodesIn(min, poolSize), poolSize);
  return {
    min: least,
    max: max === undefined ? undefined : Math.max(least, nodesIn(max, poolSize)),
    because: [describeOverride(override)],
  };
}

function pinned({ override, now }: Pick<PlanInput, 'override' | 'now'>): NodeVeto | undefined {
  const pinOf = pinsOf(override, now);
  if (pinOf === undefined) return undefined;
  const by = `by ${override?.actor} until ${override?.until}`;
  return (act, { id }) => {
    const pin = pinOf(id);
    const stands = (act === 'start' && pin === 'off') || (act === 'deallocate' && pin === 'on');
    return stands ? `kept ${pin} ${by}` : undefined;
  };
}

/** The nodes whose state differs from their pin. */
function pins({ fleet, override, now }: PlanView): readonly Proposal[] {
  const pinOf = pinsOf(override, now);
  if (override === undefined || pinOf === undefined) return [];
  const reason = `asked for by ${override.actor} until ${override.until}${override.note === '' ? '' : `: ${override.note}`}`;
  const pinnedTo = (nodes: readonly { readonly id: string }[], pin: 'on' | 'off') =>
    nodes
      .filter(({ id }) => pinOf(id) === pin)
      .map(({ id }): Proposal => ({ nodeId: id, action: pin === 'on' ? 'start' : 'deallocate', reason }));
  return [...pinnedTo(fleet.deallocated, 'on'), ...pinnedTo(fleet.idle, 'off')];
}

function explainOverride(view: ExplainView): Explanation {
  const { override, now, target, own } = view;
  if (override === undefined) return { says: 'there is none', why: 'nobody has put one' };
  const says = describeOverride(override);
  if (!holdsAt(override, now)) return { says, why: whyNotNow(override, view) };
  if (target.minRule === 'override' || target.maxRule === 'override')
    return { says, why: 'it overrides the schedules' };
  if (own.length > 0) return { says, why: `it names ${own.length} of the nodes` };
  return {
    says,
    why: override.capacity === undefined ? 'no node has to change for it' : 'more is needed than it requests',
  };
}

function whyNotNow({ from, until }: Override, { won, now, target }: ExplainView): string {
  if (won) return target.minBecause;
  return now.epochNanoseconds < from.epochNanoseconds ? `it begins at ${from}` : `it ended at ${until}`;
}
