import type { Temporal } from 'temporal-polyfill';
import type { PoolMemory } from '../../memory/memory.ts';
import type { Policy } from '../../policy/policy.ts';
import { byId } from '../../pool/by-id.ts';
import { isDraining, NOT_RECEIVED, stillDraining } from '../../pool/draining.ts';
import type { NodeState } from '../../pool/node-state.ts';
import type { NodeSnapshot } from '../../pool/snapshot.ts';
import { unwritten } from '../../text/sentence.ts';
import type { EpochMilliseconds } from '../../time/epoch.ts';
import { isBefore, nextAfter } from '../../time/instants.ts';
import type { DecidingRule, MadeActs, Proposal } from '../input/deciding-rule.ts';
import { explainOwn } from '../input/explain-own.ts';
import { takesPart } from '../input/fleet.ts';
import type { PlanView } from '../input/plan-input.ts';
import { earliestFirst } from '../input/release-order.ts';
import { respectedActs } from './manual.ts';

/**
 * A node that was requested to deallocate finishes its tasks first. After the deadline, the policy decides what happens to its
 * tasks.
 */
export const drainRule = {
  name: 'drain',
  decides: 'what happens to nodes that finish their tasks before they are deallocated',
  vetoes: ({ pool: { nodes }, now }) =>
    nodes.some(({ askedToGo }) => askedToGo !== undefined)
      ? (act, node) => (act === 'deallocate' && isDraining(node, now) ? unwritten(describeDrain, node) : undefined)
      : undefined,
  proposes: overdueDrains,
  wakesAt: ({ pool: { nodes }, policy, now }) => {
    const more = asksMoreAfter(policy);
    return [
      // A node that was requested to deallocate and still shows `idle` is decided again after a while.
      nextAfter(askedOf(nodes, 'idle'), NOT_RECEIVED, now),
      more && nextAfter(askedOf(nodes, 'running'), more, now),
    ];
  },
  remembers: {
    afterLook: (_, { nodes, now }) => ({ draining: stillDraining(nodes, now) }),
    afterActs: drainingAfter,
  },
  explains: ({ own }) =>
    explainOwn(own, 'they were asked to deallocate already', {
      says: 'no node is on its way to deallocated',
      why: 'no node that shows idle or running was asked to deallocate',
    }),
  wouldChange: (view) => {
    const { policy } = view;
    const toPress = new Set(nodesToPress(view).map(({ id }) => id));
    return (node) => {
      const deadline = node && toPress.has(node.id) ? drainDeadline(node, policy) : undefined;
      const then = deadline === undefined ? '' : `; from ${deadline} on the policy says ${policy.drain?.afterDeadline}`;
      return `the node is deallocated when its tasks have ended${then}`;
    };
  },
} as const satisfies DecidingRule;

function drainingAfter({ draining }: PoolMemory, { at, stopped, askedToGo, doubtful }: MadeActs): Partial<PoolMemory> {
  if (askedToGo.length === 0) return {};
  const [areStopped, areAsked, areDoubtful] = [new Set(stopped), new Set(askedToGo), new Set(doubtful)];
  return {
    draining: [
      ...draining
        .filter(({ nodeId }) => !areStopped.has(nodeId))
        // A node that is asked again after its deadline gets another one, also if Batch refuses, instead of a request at every tick.
        .map((one) => (areAsked.has(one.nodeId) ? { ...one, asked: at } : one)),
      ...stopped.map((nodeId) => ({ nodeId, asked: at, ...(areDoubtful.has(nodeId) && { inDoubt: true }) })),
    ],
  };
}

function describeDrain({ askedToGo }: NodeSnapshot): string {
  return `asked to deallocate at ${askedToGo}, on its way`;
}

function askedOf(nodes: readonly NodeSnapshot[], of: NodeState): readonly EpochMilliseconds[] {
  return nodes
    .filter(({ state, askedToGo }) => askedToGo !== undefined && state === of)
    .flatMap(({ askedToGo }) => askedToGo?.epochMilliseconds ?? []);
}

/** The deadline after which the policy ends running tasks; `undefined` if it lets them run. */
function asksMoreAfter({ drain }: Policy): Temporal.Duration | undefined {
  return drain === undefined || drain.afterDeadline === 'leave' ? undefined : drain.deadline;
}

/** When the deadline of a draining node passes. */
function drainDeadline({ askedToGo }: NodeSnapshot, policy: Policy): Temporal.Instant | undefined {
  const after = asksMoreAfter(policy);
  return after && askedToGo?.add(after);
}

function overdueDrains(view: PlanView): readonly Proposal[] {
  const { pool, policy, now } = view;
  const tasks = policy.drain?.afterDeadline;
  if (tasks === undefined || tasks === 'leave') return [];
  const isOverdue = (node: NodeSnapshot) => isWorkingOff(node, now) && isLate(node, policy, now);
  const pressed = nodesToPress(view)
    .filter((node) => isOverdue(node))
    .map((node) => ({ ...ask(node), reason: unwritten(describeOverdue, { ...node, tasks }), tasks }));
  // A node that may never have got the request has taken new tasks: it gets it again, and they a deadline of their own.
  const doubtful = stillToGo(
    pool.nodes.filter((node) => isOverdue(node) && node.isAskedInDoubt === true),
    view,
  ).map((node) => ({ ...ask(node), reason: unwritten(describeDoubt, node) }));
  return [...pressed, ...doubtful];
}

/** Does a node finish its tasks before it is deallocated? */
function isWorkingOff(node: NodeSnapshot, now: Temporal.Instant): boolean {
  return node.state === 'running' && isDraining(node, now);
}

/**
 * The nodes for whose tasks the deadline of the policy is meant: the policy wants them off, because they are above the maximum.
 * A node drains to its end even if a window has opened since, or the maximum has risen; nothing is gained then if its tasks end
 * early. A person who has requested a deallocation was promised that no task is ended. The nodes that have been asked first are
 * the first of them.
 */
function nodesToPress(view: PlanView): readonly NodeSnapshot[] {
  const { pool, policy, fleet, target, now } = view;
  if (target.max === undefined) return [];
  const certain = pool.nodes.filter(
    (node) => isWorkingOff(node, now) && node.isAskedInDoubt !== true && takesPart(node, policy),
  );
  const above = Math.max(0, fleet.allocated + certain.length - target.max);
  if (above === 0) return [];
  const byHand = respectedActs(view);
  return certain
    .filter(({ id }) => byHand.get(id)?.action !== 'deallocate')
    .toSorted((a, b) => earliestFirst(a.askedToGo?.epochMilliseconds, b.askedToGo?.epochMilliseconds) || byId(a, b))
    .slice(0, above);
}

/**
 * The nodes in doubt that are still wanted off: for them a person's request holds, or they are above the maximum. If nobody wants
 * a node off any more, its tasks end by themselves. If others do not suffice, it may be one of those that must be ready.
 */
function stillToGo(doubtful: readonly NodeSnapshot[], view: PlanView): readonly NodeSnapshot[] {
  const { fleet, target } = view;
  if (doubtful.length === 0 || fleet.ready < Math.max(target.min, target.keep)) return [];
  const byHand = respectedActs(view);
  const isByHand = ({ id }: NodeSnapshot) => byHand.get(id)?.action === 'deallocate';
  const surplus = target.max === undefined ? 0 : fleet.allocated + doubtful.length - target.max;
  const above = new Set(doubtful.filter((node) => !isByHand(node)).slice(0, Math.max(0, surplus)));
  return doubtful.filter((node) => isByHand(node) || above.has(node));
}

function ask({ id }: NodeSnapshot) {
  return { nodeId: id, action: 'deallocate' } as const;
}

function isLate(node: NodeSnapshot, policy: Policy, now: Temporal.Instant): boolean {
  const deadline = drainDeadline(node, policy);
  return deadline !== undefined && !isBefore(now, deadline);
}

function describeDoubt({ askedToGo }: NodeSnapshot): string {
  return `requested again: it is not known whether Batch received the request of ${askedToGo}`;
}

function describeOverdue({ askedToGo, tasks }: Pick<NodeSnapshot, 'askedToGo'> & { readonly tasks: string }): string {
  return `asked to deallocate at ${askedToGo}, still running; after its deadline the policy says ${tasks}`;
}
