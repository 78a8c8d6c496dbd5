import pLimit from 'p-limit';
import type { ChainEnd } from '../../core/audit/chain.ts';
import type { ChainFilter, HasAuditChains } from '../../ports/audit-chains.ts';
import { AppError } from '../../ports/errors.ts';

/** The end of a chain, and where its records are if they have been moved to the archive. */
export interface HeadView extends ChainEnd {
  readonly archive?: string;
}

/** Which heads, and how many of them. */
export interface HeadsQuery extends ChainFilter {
  readonly limit: number;
  /** Where the page before ended. */
  readonly cursor?: string | undefined;
}

const AT_ONCE = 16;

/** The ends of the chains of a filter, a page at a time, those of one subject side by side. */
export async function listHeads(
  { auditChains }: HasAuditChains,
  { limit, cursor, ...filter }: HeadsQuery,
): Promise<{ readonly heads: readonly HeadView[]; readonly cursor: string | undefined }> {
  const all = await auditChains.list(filter);
  if (cursor !== undefined && !all.includes(cursor)) throw refused();
  const first = cursor === undefined ? 0 : all.indexOf(cursor) + 1;
  const chains = all.slice(first, first + limit);
  const atOnce = pLimit(AT_ONCE);
  const heads = await Promise.all(chains.map((chain) => atOnce(() => auditChains.head(chain))));
  return {
    heads: heads
      .filter((head) => head !== undefined)
      .map(({ archive, ...end }) => ({ ...end, ...(archive !== undefined && { archive: archive.blob }) })),
    cursor: first + limit < all.length ? chains.at(-1) : undefined,
  };
}

function refused(): AppError {
  const message = 'it is not a cursor that a page before has given';
  return new AppError('InvalidRequest', 'The request is not valid.', { faults: [{ path: 'cursor', message }] });
}
