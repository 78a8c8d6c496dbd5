import { Temporal } from 'temporal-polyfill';
import type { AuditRecord } from '../../core/audit/record.ts';
import type { AuditFilter, HasAuditReader } from '../../ports/audit.ts';
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
