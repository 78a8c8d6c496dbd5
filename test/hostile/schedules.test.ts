import { Cron } from 'croner';
import { Temporal } from 'temporal-polyfill';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { previewSchedule } from '../../src/core/schedule/preview.ts';
import type { Schedule } from '../../src/core/schedule/schedule.ts';
import { layOut, segmentsOf } from '../../src/core/schedule/timeline.ts';
import { stepBudget } from '../../src/core/step-budget.ts';
import { PREVIEW_STEPS } from '../../src/documents/schedules/preview-schedule.ts';
import { parseSchedule } from '../../src/documents/schedules/schedule-document.ts';

const FROM = Temporal.Instant.from('2026-03-02T00:00Z');

function cronWindows(count: number, duration: string): readonly object[] {
  return Array.from({ length: count }, (_, index) => ({
    name: `w${index}`,
    cron: `${index % 15}-59/15 * * * *`,
    duration,
    capacity: { min: 1 },
  }));
}

function dailyWindows(count: number): readonly object[] {
  return Array.from({ length: count }, (_, index) => ({
    name: `d${index}`,
    days: ['MON-SUN'],
    from: `${String(index % 24).padStart(2, '0')}:00`,
    to: `${String(index % 24).padStart(2, '0')}:59`,
    capacity: { min: index },
  }));
}

function readSchedule(windows: readonly object[]): Schedule {
  const parsed = parseSchedule({ id: 's', timeZone: 'Etc/UTC', windows });
  if (!parsed.ok) throw new Error(parsed.faults.map(({ message }) => message).join('; '));
  return parsed.value;
}

/** The steps that laying out eight days takes, as an evaluation does. */
function layoutSteps(windows: readonly object[]): number {
  const budget = stepBudget(Number.POSITIVE_INFINITY, { what: 'the test' });
  const span = { from: FROM, until: FROM.add({ hours: 8 * 24 }), budget };
  segmentsOf(layOut(readSchedule(windows), span), span);
  return budget.spent;
}

afterEach(() => {
  vi.restoreAllMocks();
});

describe('a hostile schedule', () => {
  // The library would search for a date that never comes, and step through the seconds of a day.
  it.each([
    ['that no date ever matches', (index: number) => `${index % 60} ${index % 24} 31W 4,6 *`, 'no date ever matches'],
    ['of each second', (index: number) => `* * ${index % 24} ${1 + (index % 28)} * *`, 'more than 96 times a day'],
  ])('of a hundred cron expressions %s is refused without a search', (_, cron, message) => {
    const search = vi.spyOn(Cron.prototype, 'nextRun');
    const windows = cronWindows(100, 'PT1H').map((window, index) => ({ ...window, cron: cron(index) }));
    const parsed = parseSchedule({ id: 's', timeZone: 'Etc/UTC', windows });
    expect(parsed.ok ? [] : parsed.faults).toHaveLength(100);
    expect(parsed.ok ? [] : parsed.faults[99]).toMatchObject({ message: expect.stringContaining(message) });
    expect(search).not.toHaveBeenCalled();
  });

  it('of a hundred windows that open every quarter of an hour is refused', () => {
    expect(() => readSchedule(cronWindows(100, 'P7D'))).toThrow('at most 500 for all windows together');
  });

  it.each<readonly [what: string, windows: readonly object[], most: number]>([
    ['five windows every quarter of an hour for a week', cronWindows(5, 'P7D'), 20_000],
    ['five windows every quarter of an hour, one minute apart', cronWindows(5, 'PT14M'), 60_000],
    ['a hundred windows a day', dailyWindows(100), 20_000],
    ['the fullest that can be saved', [...cronWindows(4, 'PT14M'), ...dailyWindows(96)], 60_000],
    [
      'windows that are open all the time beside many edges',
      [...cronWindows(4, 'PT14M'), ...cronWindows(1, 'P7D')],
      60_000,
    ],
  ])('%s takes bounded steps', (_, windows, most) => {
    const fresh = windows.map((window, index) => ({ ...window, name: `n${index}` }));
    expect(layoutSteps(fresh)).toBeLessThanOrEqual(most);
  });

  it('is previewed within a budget, and the rest on request', () => {
    const schedule = readSchedule([...cronWindows(4, 'PT14M'), ...dailyWindows(96)]);
    const budget = stepBudget(PREVIEW_STEPS, { what: 'the test' });
    const { edges, until } = previewSchedule(schedule, {
      from: FROM,
      until: FROM.add({ hours: 400 * 24 }),
      poolSize: 10,
      budget,
    });
    expect(budget.spent).toBeLessThanOrEqual(PREVIEW_STEPS);
    expect(edges.length).toBeLessThanOrEqual(5000);
    expect(Temporal.Instant.compare(until, FROM)).toBe(1);
  });
});
