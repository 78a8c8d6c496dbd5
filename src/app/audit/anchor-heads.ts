import pLimit from 'p-limit';
import type { HasAuditAnchors } from '../../ports/audit-anchors.ts';
import type { HasAuditChains } from '../../ports/audit-chains.ts';
import type { HasWallClock } from '../../ports/clock.ts';
import { monthOf } from './month-of.ts';

const AT_ONCE = 16;

/** Chains that have been written to lately: those of the months that reach into the last two days. */
const LATELY_HOURS = 48;

/**
 * Keeps the ends of the chains that are written to where whoever can write the tables alone cannot set them back. Gives how many.
 */
export async function anchorHeads({
  auditAnchors,
  auditChains,
  wallClock,
}: HasAuditAnchors & HasAuditChains & HasWallClock): Promise<number> {
  const at = await wallClock.now();
  const chains = await auditChains.list({ from: at.subtract({ hours: LATELY_HOURS }) });
  const heads = await pLimit(AT_ONCE).map(chains, (chain) => auditChains.head(chain));
  const anchors = heads
    .filter((head) => head !== undefined)
    .filter(({ number }) => number > 0)
    .map(({ chain, number, hash }) => ({ at, chain, number, hash }));
  for (const [month, ofMonth] of Map.groupBy(anchors, ({ chain }) => monthOf(chain)))
    await auditAnchors.add(month, ofMonth);
  return anchors.length;
}
