import { matchesGlob } from '../../glob.ts';
import type { Policy } from '../../policy/policy.ts';
import type { PowerAct } from '../../pool/act.ts';
import type { NodeSnapshot } from '../../pool/snapshot.ts';
import { describeDuration, describeSince } from '../../time/describe-duration.ts';
import { isBefore } from '../../time/instants.ts';
import type { DecidingRule } from '../input/deciding-rule.ts';
import { explainOwn } from '../input/explain-own.ts';
import { takesPart } from '../input/fleet.ts';
import type { PlanInput } from '../input/plan-input.ts';

/** Nodes that the policy protects are left alone, and Spot nodes unless the policy says otherwise. */
export const protectionRule = {
  name: 'protection',
  decides: 'which nodes may be touched at all',
  vetoes: (act, node, input) => {
    if (!takesPart(node, input.policy))
      return node.dedicated === false ? 'a Spot node' : 'perhaps a Spot node: it is not known';
    return protects(act, node, input);
  },
  vetoesRequest: (act, node, { policy, now }) => policy && protects(act, node, { policy, now }),
  wakesAt: ({ pool: { nodes }, policy: { protect } }) => {
    const { youngerThan } = protect;
    return youngerThan === undefined ? [] : nodes.map(({ bootedAt }) => bootedAt?.add(youngerThan));
  },
  explains: ({ own }) =>
    explainOwn(own, 'it stands above everything that may be asked of these nodes', {
      says: 'the policy protects no node now',
      why: 'no node is named, young or in a protected state',
    }),
  wouldChange: ({ policy: { protect } }, node) => {
    if (node === undefined) return undefined;
    if (!takesPart(node, { protect })) return 'the policy says `"spot": false` in `protect`';
    const { bootedAt } = node;
    return protect.youngerThan === undefined || bootedAt === undefined || namesOrState(node, protect) !== undefined
      ? 'the policy protects the node no longer (`protect`)'
      : `the node has been on for ${describeDuration(protect.youngerThan)} at ${bootedAt.add(protect.youngerThan)}`;
  },
} as const satisfies DecidingRule;

function protects(
  act: PowerAct,
  node: NodeSnapshot,
  { policy: { protect }, now }: Pick<PlanInput, 'policy' | 'now'>,
): string | undefined {
  return namesOrState(node, protect) ?? (act === 'deallocate' ? isYoung(node, protect, now) : undefined);
}

function namesOrState({ id, state }: NodeSnapshot, { nodes, states }: Policy['protect']): string | undefined {
  if (nodes.some((pattern) => matchesGlob(pattern, id))) return 'the policy protects this node';
  return states.includes(state) ? `the policy protects nodes that are ${state}` : undefined;
}

function isYoung(
  { bootedAt }: NodeSnapshot,
  { youngerThan }: Policy['protect'],
  now: PlanInput['now'],
): string | undefined {
  if (youngerThan === undefined || youngerThan.sign === 0) return undefined;
  if (bootedAt === undefined) return 'its age is not known, and the policy protects young nodes';
  if (!isBefore(now, bootedAt.add(youngerThan))) return undefined;
  return `on for ${describeSince(bootedAt, now)}; the policy protects nodes for their first ${describeDuration(youngerThan)}`;
}
