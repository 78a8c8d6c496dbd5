import pLimit from 'p-limit';
import { monthOfChain } from '../../core/audit/chain-name.ts';
import type { HasAuditAnchors } from '../../ports/audit-anchors.ts';
import type { HasAuditChains } from '../../ports/audit-chains.ts';
import type { HasWallClock } from '../../ports/clock.ts';

const AT_ONCE = 16;

/** Chains that may have been written recently are those of the months that overlap the last 48 hours. */
const LATELY_HOURS = 48;

/**
 * Saves the heads of recently written chains in append blobs, where somebody with access to the tables alone cannot change
 * them. A chain with a fault gets none: its head may be part of the fault, and its earlier anchors show that.
 * @returns the number of heads
 */
export async function anchorHeads(
  { auditAnchors, auditChains, wallClock }: HasAuditAnchors & HasAuditChains & HasWallClock,
  faulty: ReadonlySet<string> = new Set(),
): Promise<number> {
  const at = await wallClock.now();
  const written = await auditChains.list({ from: at.subtract({ hours: LATELY_HOURS }) });
  const chains = written.filter((chain) => !faulty.has(chain));
  const heads = await pLimit(AT_ONCE).map(chains, (chain) => auditChains.head(chain));
  const anchors = heads
    .filter((head) => head !== undefined)
    .filter(({ number }) => number > 0)
    .map(({ chain, number, hash }) => ({ at, chain, number, hash }));
  for (const [month, ofMonth] of Map.groupBy(anchors, ({ chain }) => monthOfChain(chain)))
    await auditAnchors.add(month, ofMonth);
  return anchors.length;
}
