import type { Temporal } from 'temporal-polyfill';
import { matchesGlob } from '../../glob.ts';
import type { Policy } from '../../policy/policy.ts';
import type { NodeSnapshot } from '../../pool/snapshot.ts';
import { unwritten } from '../../text/sentence.ts';
import { describeDuration, describeMilliseconds } from '../../time/describe-duration.ts';
import { type EpochMilliseconds, isoText, millisecondsIn } from '../../time/epoch.ts';
import { nextAfter } from '../../time/instants.ts';
import type { DecidingRule, NodeKeep, NodeVeto } from '../input/deciding-rule.ts';
import { explainOwn } from '../input/explain-own.ts';
import { takesPart } from '../input/fleet.ts';
import type { PlanInput } from '../input/plan-input.ts';

/** Protected nodes are left alone, and so are Spot nodes unless the policy says otherwise. */
export const protectionRule = {
  name: 'protection',
  decides: 'which nodes may be touched at all',
  vetoes: (input) => {
    const protects = protectionIn(input);
    return (act, node) => {
      if (takesPart(node, input.policy)) return protects(act, node);
      return node.dedicated === false ? 'a Spot node' : 'perhaps a Spot node: it is not known';
    };
  },
  vetoesRequest: ({ policy, now }) => policy && protectionIn({ policy, now }),
  wakesAt: ({ pool: { nodes }, policy: { protect }, now }) =>
    protect.youngerThan === undefined
      ? []
      : [
          nextAfter(
            nodes.map(({ bootedAt }) => bootedAt),
            protect.youngerThan,
            now,
          ),
        ],
  explains: ({ own }) =>
    explainOwn(own, 'it overrides every request for these nodes', {
      says: 'the policy protects no node now',
      why: 'no node is named, young or in a protected state',
    }),
  wouldChange:
    ({ policy: { protect } }) =>
    (node) => {
      if (node === undefined) return undefined;
      if (!takesPart(node, { protect })) return 'the policy says `"spot": false` in `protect`';
      const { bootedAt } = node;
      return protect.youngerThan === undefined || bootedAt === undefined || namesOrState(node, protect) !== undefined
        ? 'the policy protects the node no longer (`protect`)'
        : `the node has been on for ${describeDuration(protect.youngerThan)} at ${isoText(bootedAt + millisecondsIn(protect.youngerThan))}`;
    },
} as const satisfies DecidingRule;

function protectionIn({ policy: { protect }, now }: Pick<PlanInput, 'policy' | 'now'>): NodeVeto {
  const whyYoung = youthIn(protect, now);
  return (act, node) => namesOrState(node, protect) ?? (act === 'deallocate' ? whyYoung?.(node) : undefined);
}

function namesOrState({ id, state }: NodeSnapshot, { nodes, states }: Policy['protect']): string | undefined {
  if (nodes.some((pattern) => matchesGlob(pattern, id))) return 'the policy protects this node';
  return states.includes(state) ? `the policy protects nodes that are ${state}` : undefined;
}

function youthIn({ youngerThan }: Policy['protect'], now: Temporal.Instant): NodeKeep | undefined {
  if (youngerThan === undefined || youngerThan.blank) return undefined;
  const youngSince = now.epochMilliseconds - millisecondsIn(youngerThan);
  return ({ bootedAt }) => {
    if (bootedAt === undefined) return 'its age is not known, and the policy protects young nodes';
    return youngSince < bootedAt ? unwritten(describeYouth, { bootedAt, youngerThan, now }) : undefined;
  };
}

interface Youth {
  readonly bootedAt: EpochMilliseconds;
  readonly youngerThan: Temporal.Duration;
  readonly now: Temporal.Instant;
}

function describeYouth({ bootedAt, youngerThan, now }: Youth): string {
  return `on for ${describeMilliseconds(now.epochMilliseconds - bootedAt)}; the policy protects nodes for their first ${describeDuration(youngerThan)}`;
}
