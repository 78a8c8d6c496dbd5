import { beginDeallocation, enterState } from './node-life.ts';
import { retentionEnd } from './retention.ts';
import type { Node, Pool, World } from './world.ts';

/** Brings a node on which no task runs any more into the state that it was drained for. */
export function finishDrain(world: World, pool: Pool, node: Node): void {
  const purpose = node.draining;
  // Tasks that were still running have ended since: their data is kept from their end on.
  if (node.retainUntil !== undefined) node.retainUntil = retentionEnd(world, node);
  switch (purpose) {
    case undefined:
      return undefined;
    case 'deallocate':
      return beginDeallocation(world, pool, node);
    // A node that leaves stays drained: whatever becomes of it meanwhile, it takes no task any more.
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
