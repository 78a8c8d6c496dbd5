import type { Temporal } from 'temporal-polyfill';
import type { NewNode, PoolMemory, TaskFailureHalt } from '../../memory/memory.ts';
import type { HaltOnTaskFailures } from '../../policy/policy.ts';
import { isReadyState } from '../../pool/node-state.ts';
import type { NodeSnapshot } from '../../pool/snapshot.ts';
import { isBefore } from '../../time/instants.ts';
import type { DecidingRule, Limit, LimitInput, NodesLook } from '../input/deciding-rule.ts';
import { explainOwn } from '../input/explain-own.ts';

/**
 * Failed tasks on nodes that were just started suggest that these nodes are unusable, and that more of them would be too. If
 * the policy says so, starts are then halted for a while.
 */
export const taskFailureRule = {
  name: 'task-failure',
  decides: 'whether starts are suspended because tasks fail on nodes that were just started',
  limits: (act, input) => (act === 'start' ? haltOf(input) : undefined),
  wakesAt: ({ memory: { taskFailureHalt } }) => [taskFailureHalt?.until],
  remembers: { afterLook: watchNewNodes },
  explains: ({ own, policy, memory: { taskFailureHalt }, now }) =>
    explainOwn(own, 'on more new nodes, more tasks would probably fail', {
      says:
        policy.haltOnTaskFailures === undefined
          ? 'the policy does not consider the tasks of new nodes'
          : isHalted(taskFailureHalt, now)
            ? describeHalt(taskFailureHalt)
            : 'tasks do not fail on new nodes',
      why: 'no start is suspended by it',
    }),
  wouldChange: ({ memory: { taskFailureHalt } }) =>
    taskFailureHalt && `it ends at ${taskFailureHalt.until}, or somebody resets the circuit`,
} as const satisfies DecidingRule;

function isHalted(halt: TaskFailureHalt | undefined, now: Temporal.Instant): halt is TaskFailureHalt {
  return halt !== undefined && isBefore(now, halt.until);
}

function describeHalt({ because, until }: TaskFailureHalt): string {
  return `${because}; no node is started until ${until}`;
}

function haltOf({ policy, memory: { taskFailureHalt }, now }: LimitInput): Limit | undefined {
  if (policy.haltOnTaskFailures === undefined || !isHalted(taskFailureHalt, now)) return undefined;
  return { acts: 0, because: describeHalt(taskFailureHalt), resumesAt: taskFailureHalt.until, halts: true };
}

/** Counts failed tasks on new nodes until these are no longer new. A halt begins the next count with other nodes. */
function watchNewNodes(memory: PoolMemory, look: NodesLook): Partial<PoolMemory> {
  const { haltOnTaskFailures: terms, now, resetAt } = look;
  if (terms === undefined) return { newNodes: [], taskFailureHalt: undefined };
  const before = memory.taskFailureHalt;
  const isReset = before !== undefined && resetAt !== undefined && !isBefore(resetAt, before.since);
  const halt = isReset ? undefined : before;
  const watched = watchedNodes(memory, look).filter(
    ({ readyAt }) => readyAt === undefined || isBefore(now, readyAt.add(terms.within)),
  );
  const newNodes = isReset ? [] : watched;
  if (isHalted(halt, now)) return { newNodes, taskFailureHalt: halt };
  const because = whyToHalt(newNodes, look, terms);
  if (because === undefined) return { newNodes, taskFailureHalt: undefined };
  // The next halt needs new failures.
  return { newNodes: [], taskFailureHalt: { since: now, until: now.add(terms.for), because } };
}

function watchedNodes({ newNodes, starting }: PoolMemory, { nodeOf, now }: NodesLook): readonly NewNode[] {
  const known = new Map(newNodes.map((one) => [one.nodeId, one]));
  for (const { nodeId } of starting) {
    const node = nodeOf.get(nodeId);
    // Failures before its last start do not count, and how many these were must be known.
    if (node?.failedTasks !== undefined && (!known.has(nodeId) || !isReadyState(node.state)))
      known.set(nodeId, asNew(node));
  }
  return [...known.values()].flatMap((one) => {
    const state = nodeOf.get(one.nodeId)?.state;
    if (state === undefined || state === 'deallocated' || state === 'deallocating') return [];
    return [{ ...one, readyAt: one.readyAt ?? (isReadyState(state) ? now : undefined) }];
  });
}

function asNew({ id, failedTasks = 0, succeededTasks = 0 }: NodeSnapshot): NewNode {
  return { nodeId: id, readyAt: undefined, failed: failedTasks, succeeded: succeededTasks };
}

function whyToHalt(
  newNodes: readonly NewNode[],
  { nodeOf }: NodesLook,
  { tasks }: HaltOnTaskFailures,
): string | undefined {
  const seen = newNodes.map((one) => ({ ...one, node: nodeOf.get(one.nodeId) }));
  const failed = seen.map(({ node, failed: before }) => grown(before, node?.failedTasks));
  const succeeded = sum(seen.map(({ node, succeeded: before }) => grown(before, node?.succeededTasks)));
  if (sum(failed) < tasks || sum(failed) <= succeeded) return undefined;
  const nodes = failed.filter((count) => count > 0).length;
  const others = succeeded === 0 ? 'none has succeeded' : `${succeeded} have succeeded`;
  return `${sum(failed)} tasks have failed on ${nodes} ${nodes === 1 ? 'node that was' : 'nodes that were'} just started, ${others}`;
}

/** Batch may restart its count when a node is started. */
function grown(before: number, now: number | undefined): number {
  if (now === undefined) return 0;
  return now < before ? now : now - before;
}

function sum(counts: readonly number[]): number {
  return counts.reduce((total, count) => total + count, 0);
}
