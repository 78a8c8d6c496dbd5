import type { JournalEntry } from '../world/journal.ts';
import { toWireTime } from '../world/wire-time.ts';
import type { Pool, World } from '../world/world.ts';

/** The number of nodes by state as of some seconds ago, computed by reverting the later changes. */
export function laggingCounts(world: World, seconds: number): (pool: Pool) => Pool['counts'] {
  const since = toWireTime(world.now.subtract({ milliseconds: Math.round(seconds * 1000) }));
  const changes = seconds === 0 ? [] : [...world.journal.transitionsSince(since)];
  return ({ account, id, counts }) => {
    const past = { dedicated: new Map(counts.dedicated), lowPriority: new Map(counts.lowPriority) };
    const own = changes.filter((change) => change.account === account && change.pool === id);
    for (const change of own) takeBack(past, change);
    return past;
  };
}

function takeBack(
  counts: Pool['counts'],
  { from, to, isDedicated }: JournalEntry & { readonly kind: 'transition' },
): void {
  const kind = counts[isDedicated ? 'dedicated' : 'lowPriority'];
  if (to !== null) kind.set(to, (kind.get(to) ?? 0) - 1);
  if (from !== null) kind.set(from, (kind.get(from) ?? 0) + 1);
}
