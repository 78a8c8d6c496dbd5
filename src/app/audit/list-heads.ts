import pLimit from 'p-limit';
import type { ChainEnd } from '../../core/audit/chain.ts';
import type { ChainFilter, HasAuditChains } from '../../ports/audit-chains.ts';
import { AppError } from '../../ports/errors.ts';

/** The head of a chain, and the place of its records if they are archived. */
export interface HeadView extends ChainEnd {
  readonly archive?: string;
}

/** Which heads to list, and how many. */
export interface HeadsQuery extends ChainFilter {
  readonly limit: number;
  /** The end of the previous page. */
  readonly cursor?: string | undefined;
}

const AT_ONCE = 16;

/** The heads of the chains of a filter, in pages, ordered by subject. */
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
  const message = 'it is not a cursor from an earlier page';
  return new AppError('InvalidRequest', 'The request is not valid.', { faults: [{ path: 'cursor', message }] });
}
