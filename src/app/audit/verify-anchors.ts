import type { ChainEnd, ChainFault } from '../../core/audit/chain.ts';
import { monthOfChain } from '../../core/audit/chain-name.ts';
import type { Anchor, FurthestAnchor, HasAuditAnchors } from '../../ports/audit-anchors.ts';
import { AppError } from '../../ports/errors.ts';

/** The anchors of chains: heads that were saved in append blobs. Each month is read once. */
export interface KnownAnchors {
  /** `undefined` if there is no anchor. */
  of(chain: string): Promise<FurthestAnchor | undefined>;
  /** All chains that have an anchor in the months from `from` to `to` (`2026-03`), both included. */
  chainsIn(span: { readonly from: string; readonly to: string }): Promise<readonly Anchor[]>;
}

/** Reads anchors on demand; an app without blobs has none. */
export function knownAnchors({ auditAnchors }: HasAuditAnchors): KnownAnchors {
  const months = new Map<string, ReturnType<typeof auditAnchors.furthest>>();
  const furthest = (month: string) => {
    const known = months.get(month) ?? auditAnchors.furthest(month).catch(noneWithoutBlobs(new Map()));
    months.set(month, known);
    return known;
  };
  return {
    of: async (chain) => (await furthest(monthOfChain(chain))).get(chain),
    chainsIn: async ({ from, to }) => {
      const all = await auditAnchors.months().catch(noneWithoutBlobs([]));
      const found = await Promise.all(all.filter((month) => from <= month && month <= to).map(furthest));
      return found.flatMap((anchors) => [...anchors.values()]);
    },
  };
}

function noneWithoutBlobs<Nothing>(nothing: Nothing): (error: unknown) => Nothing {
  return (error) => {
    if (error instanceof AppError && error.code === 'Misconfigured') return nothing;
    throw error;
  };
}

/** A chain that is shorter than its anchor was cut off. */
export function cutOffFault({ chain, number }: ChainEnd, anchor: Anchor | undefined): ChainFault | undefined {
  if (anchor === undefined || number >= anchor.number) return undefined;
  const message = `it ends at record ${number}, and on ${anchor.at} it ended at ${anchor.number}: its end was cut off`;
  return { chain, number: number + 1, message };
}

/** The record at the position of an anchor is another one, so all records up to it were rewritten. */
export function rewrittenFault(record: ChainEnd, anchor: FurthestAnchor | undefined): ChainFault | undefined {
  const kept = anchor?.all.get(record.number);
  if (kept === undefined || record.hash === kept.hash) return undefined;
  const message = `record ${record.number} is not the one with which the chain ended on ${kept.at}: the chain was written anew`;
  return { chain: record.chain, number: record.number, message };
}
