import { Temporal } from 'temporal-polyfill';
import type { AuditRecord } from '../../core/audit/record.ts';
import type { AuditFilter, HasAuditReader } from '../../ports/audit.ts';
import type { HasWallClock } from '../../ports/clock.ts';
import { AppError } from '../../ports/errors.ts';

/** How long one export may take: a function that runs for five minutes takes its whole process with it. */
const LONGEST = Temporal.Duration.from({ minutes: 4 });

/**
 * All records of a filter, some at a time. What fails, or takes too long, is thrown in the midst of it: whoever passes the
 * records on must not end as if that were all.
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
