import { Temporal } from 'temporal-polyfill';
import type { WireDeallocateOption } from '../../wire/node.ts';
import { beginDeallocation, enterState } from './node-life.ts';
import { board } from './slot-board.ts';
import { requeueTask, terminateTask } from './task-life.ts';
import type { Node, Pool, Task, World } from './world.ts';

/** What to take a node out for, and what to do with the tasks that run on it. */
export interface Drain {
  readonly node: Node;
  readonly purpose: 'deallocate' | 'offline';
  readonly option: WireDeallocateOption;
}

/**
 * Takes a node out of service. It gets no new tasks from now on; those that run are requeued, ended or waited for, as the
 * option says; when none runs any more the node goes where the purpose says.
 * https://learn.microsoft.com/rest/api/batchservice/nodes/deallocate-node#batchnodedeallocateoption (api-version 2025-06-01)
 */
export function drainNode(world: World, pool: Pool, { node, purpose, option }: Drain): void {
  node.draining = purpose;
  if (option === 'retaineddata') node.retainUntil = retentionEnd(world, node);
  board(pool, node);
  if (node.running.size === 0) return goOut(world, pool, node);
  if (option === 'requeue') takeOff(node, (task) => requeueTask(world, pool, task));
  else if (option === 'terminate') takeOff(node, (task) => terminateTask(world, pool, task));
  else if (purpose === 'deallocate' && world.knobs.drainingState === 'deallocating') {
    enterState(world, pool, { node, state: 'deallocating' });
  }
}

function goOut(world: World, pool: Pool, node: Node): void {
  if (node.draining === 'deallocate') return beginDeallocation(world, pool, node);
  node.draining = undefined;
  enterState(world, pool, { node, state: 'offline' });
}

function takeOff(node: Node, take: (task: Task) => void): void {
  for (const task of [...node.running]) take(task);
}

// "The default is 7 days": https://learn.microsoft.com/rest/api/batchservice/tasks/create-task#batchtaskconstraints
const DEFAULT_RETENTION = Temporal.Duration.from({ hours: 7 * 24 });
/** The service's "for ever" (P10675199D…) lies beyond what an instant can say; ten years is as good. */
const LONGEST_RETENTION = Temporal.Duration.from({ hours: 3650 * 24 });

function retentionEnd(world: World, node: Node): Temporal.Instant {
  return node.recent
    .map((task) => Temporal.Instant.from(task.execution.endTime ?? world.now.toString()).add(retentionOf(task)))
    .reduce((latest, end) => (Temporal.Instant.compare(end, latest) > 0 ? end : latest), world.now);
}

function retentionOf({ properties }: Task): Temporal.Duration {
  const { constraints } = properties as { readonly constraints?: { readonly retentionTime?: string } };
  if (constraints?.retentionTime === undefined) return DEFAULT_RETENTION;
  const hours = Temporal.Duration.from(constraints.retentionTime).total('hours');
  return Temporal.Duration.from({ hours: Math.min(Math.ceil(hours), LONGEST_RETENTION.hours) });
}
