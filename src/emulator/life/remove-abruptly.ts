import type { Node, Pool, World } from '../world/world.ts';
import { dispatch } from './dispatch.ts';
import { enterState, removeNode } from './node-life.ts';
import { settleAllocation } from './resize.ts';
import { requeueTask } from './task-life.ts';

/** Removes a node from its pool at once, as a resize by another client would; its tasks are requeued. */
export function removeAbruptly(world: World, pool: Pool, node: Node): void {
  enterState(world, pool, { node, state: 'leavingpool' });
  node.draining = undefined;
  for (const task of [...node.running]) requeueTask(world, pool, task);
  removeNode(world, pool, node);
  settleAllocation(world, pool);
  dispatch(world, pool);
}
