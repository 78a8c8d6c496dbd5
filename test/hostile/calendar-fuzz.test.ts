import fc from 'fast-check';
import { Temporal } from 'temporal-polyfill';
import { describe, expect, it } from 'vitest';
import { stepBudget } from '../../src/core/step-budget.ts';
import { CALENDAR_STEPS, calendarOf, EVERY_EVENT } from '../../src/documents/calendars/calendar.ts';
import { CalendarFault } from '../../src/documents/calendars/calendar-fault.ts';
import { calendar } from './grammars/calendar.ts';
import { LONGEST } from './support/filled.ts';
import { fuzzing } from './support/fuzzing.ts';

const FROM = Temporal.Instant.from('2026-03-01T00:00Z');
const SPAN = { from: FROM, until: FROM.add({ hours: 60 * 24 }), timeZone: 'Europe/Berlin', choice: EVERY_EVENT };

describe('any calendar', () => {
  it('is read, or refused with a reason, within its budget', () => {
    let read = 0;
    let longest = 0;
    fc.assert(
      fc.property(calendar(LONGEST), (text) => {
        const whole = stepBudget(Number.POSITIVE_INFINITY, { what: 'the test' });
        longest = Math.max(longest, text.length);
        try {
          calendarOf(text, whole).eventsBetween({ ...SPAN, whole });
          read += 1;
        } catch (error) {
          if (!(error instanceof CalendarFault)) throw error;
        }
        // Reading it, and laying it out.
        expect(whole.spent).toBeLessThanOrEqual(2 * CALENDAR_STEPS + 1000);
      }),
      fuzzing(800),
    );
    expect(read).toBeGreaterThan(20);
    expect(longest).toBeGreaterThan(0.8 * LONGEST);
  });
});
