import type { Node, Pool, World } from '../world/world.ts';
import { enterState, readyState, removeNode } from './node-life.ts';
import { finishStart, useNode } from './start-outcome.ts';
import { finishStartTask } from './start-task.ts';
import { repair } from './take-start-fault.ts';

/** Takes the step that a node's state leads to when its time is over. */
export function takeStep(world: World, pool: Pool, node: Node): void {
  switch (node.state) {
    case 'creating':
      return enterState(world, pool, { node, state: 'starting' });
    case 'starting':
      return finishStart(world, pool, node);
    case 'waitingforstarttask':
      return finishStartTask(world, pool, node);
    case 'deallocating':
      node.draining = undefined;
      node.retainUntil = undefined;
      return enterState(world, pool, { node, state: 'deallocated' });
    // assumed: a machine that is rebooted or reimaged starts like any other, and its start task runs again.
    case 'rebooting':
    case 'reimaging':
      node.retainUntil = undefined;
      repair(world, node, node.state === 'rebooting' ? 'reboot' : 'reimage');
      return enterState(world, pool, { node, state: 'starting' });
    case 'leavingpool':
      return removeNode(world, pool, node);
    // The fault that made the node so is over.
    case 'unusable':
      return useNode(world, pool, node);
    case 'unknown':
      return enterState(world, pool, { node, state: readyState(node) });
    default:
      return undefined;
  }
}
