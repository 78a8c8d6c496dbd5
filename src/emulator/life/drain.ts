import type { WireDeallocateOption } from '../../wire/node.ts';
import type { DrainPurpose, Node, Pool, Task, World } from '../world/world.ts';
import { finishDrain } from './finish-drain.ts';
import { enterState } from './node-life.ts';
import { retentionEnd } from './retention.ts';
import { board } from './slot-board.ts';
import { requeueTask, terminateTask } from './task-life.ts';

/** The purpose of a drain, and what happens to the running tasks. */
export interface Drain {
  readonly node: Node;
  readonly purpose: DrainPurpose;
  readonly option: WireDeallocateOption;
}

/**
 * Drains a node. It gets no new tasks; running ones are requeued, ended or awaited, by the option. When no task runs any more,
 * the node enters the state of the purpose.
 * https://learn.microsoft.com/rest/api/batchservice/nodes/deallocate-node#batchnodedeallocateoption (api-version 2025-06-01)
 */
export function drainNode(world: World, pool: Pool, { node, purpose, option }: Drain): void {
  node.draining = purpose;
  node.retainUntil = option === 'retaineddata' ? retentionEnd(world, node) : undefined;
  board(pool, node);
  if (node.running.size === 0) return finishDrain(world, pool, node);
  if (option === 'requeue') takeOff(node, (task) => requeueTask(world, pool, task));
  else if (option === 'terminate') takeOff(node, (task) => terminateTask(world, pool, task));
  else if (purpose === 'deallocate' && world.knobs.drainingState === 'deallocating') {
    enterState(world, pool, { node, state: 'deallocating' });
  }
}

function takeOff(node: Node, take: (task: Task) => void): void {
  for (const task of [...node.running]) take(task);
}
