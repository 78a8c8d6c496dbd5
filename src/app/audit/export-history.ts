import pLimit from 'p-limit';
import { Temporal } from 'temporal-polyfill';
import { monthOfChain } from '../../core/audit/chain-name.ts';
import type { AuditRecord } from '../../core/audit/record.ts';
import type { AuditFilter, HasAuditReader } from '../../ports/audit.ts';
import type { HasAuditChains } from '../../ports/audit-chains.ts';
import type { HasWallClock } from '../../ports/clock.ts';
import { AppError } from '../../ports/errors.ts';

/** How long one export may take. The host ends a function after five minutes, and its process with it. */
const LONGEST = Temporal.Duration.from({ minutes: 4 });

/**
 * Yields all records of a filter in batches. If it fails or takes too long, it throws in the middle: the caller must then not
 * end its output as if it were complete.
 * @throws AppError StorageUnavailable, AnswerTooLarge
 */
export async function* exportHistory(
  { audit, wallClock }: HasAuditReader & HasWallClock,
  filter: AuditFilter,
): AsyncGenerator<readonly AuditRecord[]> {
  const end = (await wallClock.now()).add(LONGEST);
  for await (const records of audit.stream(filter)) {
    yield records;
    if (Temporal.Instant.compare(await wallClock.now(), end) > 0) {
      throw new AppError('AnswerTooLarge', 'The export takes longer than four minutes: narrow it with from and to.');
    }
  }
}

/** What was in the archive before an export read its records. */
export interface KnownArchive {
  /** The months that were in the archive, at least in part. */
  readonly archived: readonly string[];
  /** The chains of these months that were not. */
  readonly left: readonly string[];
}

const AT_ONCE = 16;

/** Finds out what is in the archive. A month is there from its first chain on, and its other chains follow. */
export async function readArchive(
  { audit, auditChains }: HasAuditReader & HasAuditChains,
  filter: AuditFilter,
): Promise<KnownArchive> {
  const archived = await audit.archivedMonths(filter);
  if (archived.length === 0) return { archived, left: [] };
  const { account, pool, from, to } = filter;
  const chains = (await auditChains.list({ account, pool, from, to })).filter((chain) =>
    archived.includes(monthOfChain(chain)),
  );
  const heads = await pLimit(AT_ONCE).map(chains, (chain) => auditChains.head(chain));
  return { archived, left: heads.flatMap((head) => (head?.archive === undefined && head ? [head.chain] : [])) };
}

/**
 * Checks that no records were moved to the archive while they were read: some of them may be missing in an export, and nothing
 * in it says so. @throws AppError StorageUnavailable
 */
export async function requireUnmoved(
  { audit, auditChains }: HasAuditReader & HasAuditChains,
  filter: AuditFilter,
  { archived, left }: KnownArchive,
): Promise<void> {
  const months = await audit.archivedMonths(filter);
  if (months.some((month) => !archived.includes(month))) throw moved();
  const heads = await pLimit(AT_ONCE).map(left, (chain) => auditChains.head(chain));
  if (heads.some((head) => head?.archive !== undefined)) throw moved();
}

function moved(): AppError {
  const message = 'Records were moved to the archive while they were exported: export them again.';
  return new AppError('StorageUnavailable', message);
}
