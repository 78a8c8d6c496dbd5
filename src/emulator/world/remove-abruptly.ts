import { dispatch } from './dispatch.ts';
import { enterState, removeNode } from './node-life.ts';
import { settleAllocation } from './resize.ts';
import { requeueTask } from './task-life.ts';
import type { Node, Pool, World } from './world.ts';

/** Takes a node out of its pool at once, as if somebody had resized the pool meanwhile; its tasks wait for another. */
export function removeAbruptly(world: World, pool: Pool, node: Node): void {
  enterState(world, pool, { node, state: 'leavingpool' });
  node.draining = undefined;
  for (const task of [...node.running]) requeueTask(world, pool, task);
  removeNode(world, pool, node);
  settleAllocation(world, pool);
  dispatch(world, pool);
}
