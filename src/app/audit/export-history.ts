import { Temporal } from 'temporal-polyfill';
import { monthOfChain } from '../../core/audit/chain-name.ts';
import type { AuditRecord } from '../../core/audit/record.ts';
import type { AuditFilter, HasAuditReader } from '../../ports/audit.ts';
import type { HasAuditChains } from '../../ports/audit-chains.ts';
import type { HasWallClock } from '../../ports/clock.ts';
import { AppError } from '../../ports/errors.ts';
import type { HeadView } from './list-heads.ts';

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

/** What an export knew of the archive before it read its records. */
export interface KnownArchive {
  /** The months that were in the archive, at least in part. */
  readonly archived: readonly string[];
  /** The heads of the chains, if the export has them. */
  readonly heads: readonly HeadView[];
}

/**
 * Checks that no records were moved to the archive while they were read: some of them may be missing in an export, and nothing
 * in it says so. @throws AppError StorageUnavailable
 */
export async function requireUnmoved(
  { audit, auditChains }: HasAuditReader & HasAuditChains,
  filter: AuditFilter,
  { archived, heads }: KnownArchive,
): Promise<void> {
  const months = await audit.archivedMonths(filter);
  if (months.some((month) => !archived.includes(month))) throw moved();
  // A month is in the archive from its first chain on, and its other chains follow.
  for (const { chain, archive } of heads) {
    if (archive !== undefined || !archived.includes(monthOfChain(chain))) continue;
    if ((await auditChains.head(chain))?.archive !== undefined) throw moved();
  }
}

function moved(): AppError {
  const message = 'Records were moved to the archive while they were exported: export them again.';
  return new AppError('StorageUnavailable', message);
}
