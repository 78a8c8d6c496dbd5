import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { keptTimeline } from '../../../src/core/schedule/kept-timeline.ts';
import { LayoutRefused } from '../../../src/core/schedule/layout-refused.ts';
import type { Schedule } from '../../../src/core/schedule/schedule.ts';
import { timelineWithin } from '../../../src/core/schedule/timeline.ts';
import { type StepBudget, stepBudget } from '../../../src/core/step-budget.ts';
import { schedule } from '../../support/arbitraries.ts';
import { aCapacity, aSchedule, aWindow, NOON } from '../../support/builders.ts';

const steps = (most = 1_000_000): StepBudget => stepBudget(most, { what: 'it' });

function spanFrom(minutes: number, budget = steps()) {
  const from = NOON.add({ minutes });
  return { from, until: from.add({ hours: 8 * 24 }), budget };
}

/** A schedule that counts how often its windows are laid out. */
function counted(): { readonly schedule: Schedule; readonly layouts: () => number } {
  let layouts = 0;
  const plain = aSchedule({ windows: [aWindow('MON-FRI 08:00-18:00', aCapacity(2))] });
  const schedule = {
    ...plain,
    get windows() {
      layouts += 1;
      return plain.windows;
    },
  };
  return { schedule, layouts: () => layouts };
}

describe('a kept timeline', () => {
  it('says what one says that is laid out for the very span', () => {
    const minutes = fc.array(fc.integer({ min: -3000, max: 3000 }), { minLength: 1, maxLength: 6 });
    fc.assert(
      fc.property(schedule(), minutes, (each, spans) => {
        for (const minute of spans) {
          expect(keptTimeline(each, spanFrom(minute))).toEqual(timelineWithin(each, spanFrom(minute)));
        }
      }),
    );
  });

  it('is laid out once for the evaluations of some hours', () => {
    const { schedule, layouts } = counted();
    for (let minute = 0; minute < 24 * 60; minute += 1) keptTimeline(schedule, spanFrom(minute));
    expect(layouts()).toBe(6);
  });

  it('is laid out anew for a schedule that has changed', () => {
    const before = aSchedule({ windows: [aWindow('MON-FRI 08:00-18:00', aCapacity(2))] });
    const after = { ...before, windows: [aWindow('MON-FRI 09:00-18:00', aCapacity(2))] };
    const openings = [before, after].map((each) => keptTimeline(each, spanFrom(0)).segments[2]?.from.toString());
    expect(openings).toEqual(['2026-03-03T08:00:00Z', '2026-03-03T09:00:00Z']);
  });

  it('costs a budget the same whether it was laid out before or not, and is refused the same', () => {
    const { schedule } = counted();
    const [first, second] = [steps(), steps()];
    keptTimeline(schedule, spanFrom(0, first));
    keptTimeline(schedule, spanFrom(1, second));
    expect(second.spent).toBe(first.spent);
    expect(first.spent).toBeGreaterThan(0);
    expect(() => keptTimeline(schedule, spanFrom(2, steps(first.spent - 1)))).toThrow(LayoutRefused);
  });
});
