import type { AuditEntry } from '../../core/audit/record.ts';
import { describeError } from '../../core/text/describe-error.ts';
import type { HasAuditWriter } from '../../ports/audit.ts';
import type { HasClock } from '../../ports/clock.ts';

/** A change of something stored. */
export interface RecordedChange<Changed> {
  /** The values before and after. */
  readonly entry: AuditEntry;
  /** The words for a change that was not made: `schedules/office-hours not written`. */
  readonly notMade: string;
  readonly make: () => Promise<Changed>;
}

/**
 * Records a change and then makes it, so that nothing changes without a record. If the change fails, a second record says that
 * it was not made. Recording fails also if the record is written and its event cannot be published.
 */
export async function recordChange<Changed>(
  { audit, clock }: HasAuditWriter & HasClock,
  { entry, notMade, make }: RecordedChange<Changed>,
): Promise<Changed> {
  try {
    await audit.append([entry]);
    return await make();
  } catch (error) {
    const reason = `${notMade}: ${describeError(error)}`;
    await audit.append([{ ...entry, at: await clock.now(), reason, after: entry.before }]);
    throw error;
  }
}
