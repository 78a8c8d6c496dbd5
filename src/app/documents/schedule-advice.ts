import type { Temporal } from 'temporal-polyfill';
import { timelineInPieces } from '../../core/schedule/lay-out-in-pieces.ts';
import { LayoutRefused } from '../../core/schedule/layout-refused.ts';
import type { Schedule } from '../../core/schedule/schedule.ts';
import { StepsSpent, stepBudget } from '../../core/step-budget.ts';
import type { DocumentFinding } from '../../documents/fields/document-finding.ts';
import { scheduleFindings } from '../../documents/schedules/schedule-findings.ts';

/** Two years, so that the span has a leap day more often than not. */
const FORESIGHT = { hours: 2 * 366 * 24 };

/** An ordinary schedule takes a tenth of these steps for two years; a fuller one is checked less far ahead. */
const MOST_STEPS = 300_000;

/** Advice on a valid schedule, for the two years from an instant on. */
export function scheduleAdvice(schedule: Schedule, from: Temporal.Instant): readonly DocumentFinding[] {
  try {
    const budget = stepBudget(MOST_STEPS, { what: `looking ahead in "${schedule.id}"` });
    return scheduleFindings(timelineInPieces(schedule, { from, until: from.add(FORESIGHT), budget }));
  } catch (error) {
    // A calendar that can be expanded for the next weeks may have too many events for years.
    if (!(error instanceof LayoutRefused || error instanceof StepsSpent)) throw error;
    return [{ severity: 'warning', path: '$.exceptions', rule: 'calendar', message: error.message }];
  }
}
