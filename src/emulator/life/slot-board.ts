import type { Node, Pool } from '../world/world.ts';

/** Task slots of every node of a pool. */
export function slotsPerNode(pool: Pool): number {
  return pool.settings.taskSlotsPerNode ?? 1;
}

/** Slots that no running task holds. */
export function freeSlots(pool: Pool, node: Node): number {
  const held = [...node.running].reduce((sum, { requiredSlots }) => sum + requiredSlots, 0);
  return slotsPerNode(pool) - held;
}

/** Puts a node on the board of its pool where it belongs now: under its free slots, or nowhere if it takes no tasks. */
export function board(pool: Pool, node: Node): void {
  if (node.boardedAt !== undefined) pool.board.get(node.boardedAt)?.delete(node);
  node.boardedAt = takesTasks(node) ? freeSlots(pool, node) : undefined;
  if (node.boardedAt === undefined) return;
  const shelf = pool.board.get(node.boardedAt) ?? new Set<Node>();
  pool.board.set(node.boardedAt, shelf.add(node));
}

/**
 * A node with at least `slots` free: with `Pack` the one with the fewest, so that nodes fill up one after the other; with
 * `Spread` the one with the most. `undefined` if there is none.
 */
export function pickNode(pool: Pool, slots: number): Node | undefined {
  const enough = Array.from({ length: Math.max(0, slotsPerNode(pool) - slots + 1) }, (_, more) => slots + more);
  const order = pool.settings.taskSchedulingPolicy?.nodeFillType === 'Pack' ? enough : enough.toReversed();
  for (const free of order) {
    const [node] = pool.board.get(free) ?? [];
    if (node !== undefined) return node;
  }
  return undefined;
}

function takesTasks(node: Node): boolean {
  return (node.state === 'idle' || node.state === 'running') && node.schedulingEnabled && node.draining === undefined;
}
