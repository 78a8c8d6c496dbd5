import type { AuditEntry } from '../../core/audit/record.ts';
import { describeError } from '../../core/text/describe-error.ts';
import type { HasAuditWriter } from '../../ports/audit.ts';
import type { HasClock } from '../../ports/clock.ts';

/** A change of something that is kept. */
export interface RecordedChange<Changed> {
  /** What it was before and is after. */
  readonly entry: AuditEntry;
  /** How a record says that it was not made: `schedules/office-hours not written`. */
  readonly notMade: string;
  readonly make: () => Promise<Changed>;
}

/**
 * Makes a change. Its record comes first, so that nothing ever changes without one; where the change then fails, a second
 * record says that everything is as it was.
 */
export async function recordChange<Changed>(
  { audit, clock }: HasAuditWriter & HasClock,
  { entry, notMade, make }: RecordedChange<Changed>,
): Promise<Changed> {
  await audit.append([entry]);
  try {
    return await make();
  } catch (error) {
    const reason = `${notMade}: ${describeError(error)}`;
    await audit.append([{ ...entry, at: await clock.now(), reason, after: entry.before }]);
    throw error;
  }
}
