import type { Temporal } from 'temporal-polyfill';
import type { Act, TasksOnDeallocate } from '../pool/act.ts';
import { idleNode } from '../pool/idle-node.ts';
import type { NodeSnapshot } from '../pool/snapshot.ts';
import { isBefore } from '../time/instants.ts';
import type { Rule } from './decision.ts';
import type { Fleet } from './fleet.ts';
import type { PlanInput } from './plan-input.ts';
import { objectionTo, type Protection } from './protection.ts';
import { selectAboveMaximum, selectDrains, selectIdleTooLong } from './select-deallocations.ts';
import { selectMaintained } from './select-maintained.ts';
import { selectPinned } from './select-pinned.ts';
import { type Selection, selectStarts } from './select-starts.ts';
import type { Target } from './target.ts';

/** An act that a rule asks for. */
export interface Wish {
  readonly action: Act;
  readonly rule: Rule;
  readonly reason: string;
  readonly tasks?: TasksOnDeallocate | undefined;
}

/** What wishes are made from. */
export interface Wishing extends Pick<PlanInput, 'policy' | 'memory' | 'override' | 'maintenance' | 'work' | 'now'> {
  readonly fleet: Fleet;
  readonly target: Target;
}

/** Acts asked for, in the order in which the limits let them go. */
export function wishesOf(nodes: readonly NodeSnapshot[], wishing: Wishing): ReadonlyMap<string, Wish> {
  const { fleet, target, policy, override, now } = wishing;
  const pinned = selectPinned(fleet, override, now);
  const starts = selectStarts(fleet, target, pinned.starts);
  const maintained = selectMaintained(fleet, wishing, new Map([...pinned.starts, ...starts]));
  const above = selectAboveMaximum(fleet, target, pinned.deallocations);
  const chosen = new Map([...pinned.deallocations, ...above]);
  const drains: Selection = policy.drain === undefined ? new Map() : selectDrains(fleet, target, chosen);
  const idle = idleOnes({ ...wishing, chosen: new Map([...chosen, ...drains]) });
  return new Map([
    ...wishes(pinned.starts, 'start', 'override'),
    ...wishes(starts, 'start', target.minRule),
    ...wishes(maintained, 'start', 'maintenance'),
    ...failedGateNodes(nodes, wishing),
    ...overdueDrains(nodes, wishing),
    ...wishes(pinned.deallocations, 'deallocate', 'override'),
    ...wishes(above, 'deallocate', target.maxRule),
    ...wishes(drains, 'deallocate', target.maxRule),
    ...wishes(idle, 'deallocate', 'idle'),
  ]);
}

/** Why no idle timeout deallocates now, whatever its nodes; `undefined` if it may. */
export function whyNoIdleTimeout({ policy, memory, work, now }: Pick<Wishing, 'policy' | 'memory' | 'work' | 'now'>) {
  if (work?.unknown !== undefined) return `there may be more work than is known: ${work.unknown}`;
  const coolUntil = memory.lastStart?.add(policy.coolDown);
  return coolUntil !== undefined && isBefore(now, coolUntil)
    ? `the pool cools down until ${coolUntil}, a node was started at ${memory.lastStart}`
    : undefined;
}

function idleOnes({ chosen, ...wishing }: Wishing & { readonly chosen: Selection }): Selection {
  const { policy, fleet, target, now } = wishing;
  if (policy.idle === undefined || whyNoIdleTimeout(wishing) !== undefined) return new Map();
  return selectIdleTooLong(fleet, target, { idle: policy.idle, chosen, now });
}

/** When what a policy says of tasks that still run comes about on a draining node. */
export function drainDeadline(
  { askedToGo }: NodeSnapshot,
  { policy }: Pick<Wishing, 'policy'>,
): Temporal.Instant | undefined {
  if (policy.drain === undefined || policy.drain.afterDeadline === 'leave') return undefined;
  return askedToGo?.add(policy.drain.deadline);
}

/** Nodes that have failed their gate. While the circuit is open they are left as they are: something else is wrong. */
function failedGateNodes(nodes: readonly NodeSnapshot[], wishing: Wishing): readonly (readonly [string, Wish])[] {
  const { memory } = wishing;
  if (memory.circuit !== undefined) return [];
  const others: Protection = { ...wishing, memory: { ...memory, gating: [], failedGate: [] } };
  return memory.failedGate.flatMap(({ nodeId, remedy, reason }): readonly (readonly [string, Wish])[] => {
    const node = nodes.find(({ id }) => id === nodeId);
    if (node === undefined || objectionTo('deallocate', node, others) !== undefined) return [];
    if (remedy === 'quarantine') return [[nodeId, { action: 'quarantine', rule: 'gate', reason }]];
    const again = `${reason}; it is tried once more`;
    return idleNode(node, wishing.now) === undefined
      ? []
      : [[nodeId, { action: 'deallocate', rule: 'gate', reason: again }]];
  });
}

/** Nodes whose tasks have had their time, where the policy says in so many words what becomes of tasks then. */
function overdueDrains(nodes: readonly NodeSnapshot[], wishing: Wishing): readonly (readonly [string, Wish])[] {
  const { policy, now } = wishing;
  const tasks = policy.drain?.afterDeadline;
  if (tasks === undefined || tasks === 'leave') return [];
  return nodes.flatMap((node): readonly (readonly [string, Wish])[] => {
    const deadline = drainDeadline(node, wishing);
    if (node.state !== 'running' || deadline === undefined || isBefore(now, deadline)) return [];
    if (objectionTo('deallocate', node, wishing satisfies Protection) !== undefined) return [];
    const reason = `asked to go at ${node.askedToGo}, still running; after its deadline the policy says ${tasks}`;
    return [[node.id, { action: 'deallocate', rule: 'schedule', reason, tasks }]];
  });
}

function wishes(selection: Selection, action: Act, rule: Rule): readonly (readonly [string, Wish])[] {
  return [...selection].map(([nodeId, reason]) => [nodeId, { action, rule, reason }]);
}
