import type { NodeNeed } from '../input/capacity.ts';
import type { DecidingRule } from '../input/deciding-rule.ts';
import type { PlanInput } from '../input/plan-input.ts';
import type { SiblingNeed } from '../input/sibling.ts';

/** Nodes for pools that name this pool as their sibling and whose starts fail, in addition to its own, within its maximum. */
export const siblingRule = {
  name: 'sibling',
  decides: 'how many nodes it starts for pools whose starts fail',
  capacity: { needsNow: siblingNeed },
  explains: ({ siblings, won }) =>
    siblings.length === 0
      ? { says: 'no pool whose starts fail names it as its sibling', why: 'nothing is requested' }
      : {
          says: siblings.map(describeNeed).join('; '),
          why: won ? 'its nodes stand in for theirs' : 'its own nodes are enough, or its maximum leaves no room',
        },
  wouldChange: ({ siblings }) =>
    siblings.length === 0 ? undefined : `starts of the pool ${siblings[0]?.poolId} succeed again`,
} as const satisfies DecidingRule;

function describeNeed({ poolId, nodes }: SiblingNeed): string {
  return `the pool ${poolId}, whose starts fail, lacks ${nodes}`;
}

function siblingNeed({ siblings }: PlanInput): NodeNeed | undefined {
  const nodes = siblings.reduce((sum, need) => sum + need.nodes, 0);
  return nodes === 0 ? undefined : { start: nodes, keep: nodes, because: siblings.map(describeNeed), isExtra: true };
}
