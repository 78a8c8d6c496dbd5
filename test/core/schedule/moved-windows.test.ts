import { Temporal } from 'temporal-polyfill';
import { describe, expect, it } from 'vitest';
import { movedWindows } from '../../../src/core/schedule/moved-windows.ts';
import { aCapacity, aSchedule, aWindow } from '../../support/builders.ts';

function moved(when: string, at: string, timeZone = 'Europe/Berlin'): boolean {
  const windows = [aWindow(when, aCapacity(1), { name: 'w' })];
  const schedule = aSchedule({ timeZone: 'Europe/Berlin', windows });
  return movedWindows(schedule, { at: Temporal.Instant.from(at), timeZone }).includes('w');
}

describe('movedWindows', () => {
  it.each([
    // Berlin, 29 March 2026: 02:00 becomes 03:00
    ['SUN 01:00-04:00', true],
    ['SAT 20:00-06:00', true],
    ['SUN 02:00-02:30', true],
    ['SUN 02:30-02:45', true],
    ['SUN 00:00-02:00', false],
    ['SUN 03:00-04:00', false],
    ['SUN 08:00-18:00', false],
    ['MON 02:30-04:00', false],
  ])('%s when clocks are put forward: %s', (when, expected) => {
    expect(moved(when, '2026-03-29T01:00:00Z')).toBe(expected);
  });

  it.each([
    // Berlin, 25 October 2026: 03:00 becomes 02:00
    ['SUN 01:00-04:00', true],
    ['SUN 02:00-03:00', true],
    ['SUN 02:30-03:30', true],
    ['SUN 03:00-04:00', false],
    ['SUN 00:00-02:00', false],
  ])('%s when clocks are put back: %s', (when, expected) => {
    expect(moved(when, '2026-10-25T01:00:00Z')).toBe(expected);
  });

  it('looks at the windows of that zone only', () => {
    expect(moved('SUN 00:00-04:00', '2026-03-29T01:00:00Z', 'Europe/London')).toBe(false);
  });
});
