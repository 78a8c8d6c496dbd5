import type { Node, Pool, World } from '../world/world.ts';
import { beginDeallocation, enterState } from './node-life.ts';
import { retentionEnd } from './retention.ts';

/** Puts a drained node into the state of its drain's purpose. */
export function finishDrain(world: World, pool: Pool, node: Node): void {
  const purpose = node.draining;
  // Tasks that were still running have ended since; their data is kept from their end on.
  if (node.retainUntil !== undefined) node.retainUntil = retentionEnd(world, node);
  switch (purpose) {
    case undefined:
      return undefined;
    case 'deallocate':
      return beginDeallocation(world, pool, node);
    // A leaving node stays drained: whatever happens to it meanwhile, it takes no more tasks.
    case 'leave':
      return enterState(world, pool, { node, state: 'leavingpool' });
    case 'offline':
      node.draining = undefined;
      return enterState(world, pool, { node, state: 'offline' });
    case 'reboot':
    case 'reimage':
      node.draining = undefined;
      return enterState(world, pool, { node, state: purpose === 'reboot' ? 'rebooting' : 'reimaging' });
  }
}
