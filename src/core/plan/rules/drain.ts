import type { Temporal } from 'temporal-polyfill';
import type { Policy } from '../../policy/policy.ts';
import { decidedAnewFrom, isDraining, stillDraining } from '../../pool/draining.ts';
import type { NodeSnapshot } from '../../pool/snapshot.ts';
import { isBefore } from '../../time/instants.ts';
import type { DecidingRule, Proposal } from '../input/deciding-rule.ts';
import { explainOwn } from '../input/explain-own.ts';
import type { PlanView } from '../input/plan-input.ts';

/**
 * Nodes that were asked to deallocate finish their tasks first. After the deadline of the policy their tasks end as it says in
 * so many words.
 */
export const drainRule = {
  name: 'drain',
  decides: 'what happens to nodes that finish their tasks before they are deallocated',
  vetoes: (act, node, { now }) =>
    act === 'deallocate' && isDraining(node, now) ? `asked to deallocate at ${node.askedToGo}, on its way` : undefined,
  proposes: overdueDrains,
  wakesAt: ({ pool: { nodes }, policy, now }) => [
    // Nodes that were asked to deallocate and still show idle are decided anew after a while.
    ...stillDraining(
      nodes.filter(({ state }) => state === 'idle'),
      now,
    ).map(({ asked }) => decidedAnewFrom(asked)),
    ...nodes.filter(({ state }) => state === 'running').map((node) => drainDeadline(node, policy)),
  ],
  remembers: {
    afterLook: (_, { nodes, now }) => ({ draining: stillDraining(nodes, now) }),
    afterActs: ({ draining }, { at, stopped, pressed }) => ({
      draining: [
        ...draining
          .filter(({ nodeId }) => !stopped.includes(nodeId))
          // A node that would not end its tasks after a deadline has another one, and is not asked at every tick.
          .map((one) => (pressed.includes(one.nodeId) ? { ...one, asked: at } : one)),
        ...stopped.map((nodeId) => ({ nodeId, asked: at })),
      ],
    }),
  },
  explains: ({ own }) =>
    explainOwn(own, 'they were asked to deallocate already', {
      says: 'no node is on its way to deallocated',
      why: 'no node that shows idle or running was asked to deallocate',
    }),
  wouldChange: ({ policy }, node) => {
    const deadline = node && drainDeadline(node, policy);
    const then = deadline === undefined ? '' : `; from ${deadline} on the policy says ${policy.drain?.afterDeadline}`;
    return `the node is deallocated when its tasks have ended${then}`;
  },
} as const satisfies DecidingRule;

/** When what a policy says of tasks that still run comes about on a draining node. */
function drainDeadline({ askedToGo }: NodeSnapshot, { drain }: Policy): Temporal.Instant | undefined {
  return drain === undefined || drain.afterDeadline === 'leave' ? undefined : askedToGo?.add(drain.deadline);
}

function overdueDrains({ pool: { nodes }, policy, now }: PlanView): readonly Proposal[] {
  const tasks = policy.drain?.afterDeadline;
  if (tasks === undefined || tasks === 'leave') return [];
  return nodes.flatMap((node): readonly Proposal[] => {
    const deadline = drainDeadline(node, policy);
    if (node.state !== 'running' || deadline === undefined || isBefore(now, deadline)) return [];
    const reason = `asked to deallocate at ${node.askedToGo}, still running; after its deadline the policy says ${tasks}`;
    return [{ nodeId: node.id, action: 'deallocate', reason, tasks }];
  });
}
