import fc from 'fast-check';
import { Temporal } from 'temporal-polyfill';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Schedule } from '../../src/core/schedule/schedule.ts';
import { LAYOUT_STEPS, layOut, layoutBudget, segmentsOf } from '../../src/core/schedule/timeline.ts';
import { StepsSpent } from '../../src/core/step-budget.ts';
import type { CalendarsAtHand } from '../../src/documents/schedules/calendars-at-hand.ts';
import { cronTimes, timesADay } from '../../src/documents/schedules/cron.ts';
import { parseSchedule } from '../../src/documents/schedules/schedule-document.ts';
import { cron } from './grammars/cron.ts';
import { schedule } from './grammars/schedule.ts';
import { StepCounter } from './support/count-steps.ts';
import { LONGEST } from './support/filled.ts';
import { fuzzing } from './support/fuzzing.ts';

const FROM = Temporal.Instant.from('2026-03-02T00:00Z');

/** Calendars that stand in the schedule itself. */
const AT_HAND: CalendarsAtHand = { at: FROM, of: (said) => ({ ok: true, text: said, note: undefined }) };

let counter: StepCounter;
beforeAll(() => {
  counter = new StepCounter();
});
afterAll(() => counter.close());

describe('any cron expression', () => {
  /** Function calls and blocks. */
  const MOST_STEPS = 200_000;

  it('is read, or refused with a reason, within so many steps', () => {
    let read = 0;
    fc.assert(
      fc.property(cron(), (text) => {
        const steps = counter.count(() => {
          if (outcomeOf(() => cronTimes(text)) === undefined) return;
          read += 1;
          expect(timesADay(text)).toBeLessThanOrEqual(1440);
        });
        expect(steps).toBeLessThanOrEqual(MOST_STEPS);
      }),
      fuzzing(300),
    );
    expect(read).toBeGreaterThan(20);
  });
});

/** `undefined` where it is refused with words. */
function outcomeOf<Value>(make: () => Value): Value | undefined {
  try {
    return make();
  } catch (error) {
    expect(error).toBeInstanceOf(Error);
    expect((error as Error).message.length).toBeGreaterThan(5);
    return undefined;
  }
}

describe('any schedule', () => {
  /** Function calls and blocks, for reading it with its calendars, checking what it expects, and laying it out. */
  const MOST_STEPS = 20_000_000;

  /** Lays out eight days, as an evaluation does. */
  function layOutWeek(read: Schedule): void {
    const budget = layoutBudget(read);
    const span = { from: FROM, until: FROM.add({ hours: 8 * 24 }), budget };
    try {
      segmentsOf(layOut(read, span), span);
    } catch (error) {
      expect(error).toBeInstanceOf(StepsSpent);
    }
    // A step that is too much is the last one.
    expect(budget.spent).toBeLessThanOrEqual(LAYOUT_STEPS + 10_000);
  }

  it('is read and laid out, or refused with the places of what is wrong, within so many steps', () => {
    const most = { read: 0, refused: 0, bytes: 0 };
    fc.assert(
      fc.property(schedule(), (value) => {
        most.bytes = Math.max(most.bytes, JSON.stringify(value).length);
        let read = false;
        const steps = counter.count(() => {
          const parsed = parseSchedule(value, AT_HAND);
          read = parsed.ok;
          if (parsed.ok) layOutWeek(parsed.value);
          else for (const { path, message } of parsed.faults) expect([path[0], message === '']).toEqual(['$', false]);
        });
        const outcome = read ? 'read' : 'refused';
        most[outcome] = Math.max(most[outcome], steps);
        expect(steps).toBeLessThanOrEqual(MOST_STEPS);
      }),
      fuzzing(200),
    );
    expect(most.read).toBeGreaterThan(0);
    expect(most.bytes).toBeGreaterThan(0.8 * LONGEST);
  });
});
