import { describe, expect, it } from 'vitest';
import type { DemandMinute } from '../../src/core/demand/demand-minute.ts';
import { parsePolicy } from '../../src/documents/policies/policy-document.ts';
import { parseSchedule } from '../../src/documents/schedules/schedule-document.ts';
import { cheapestOf, proposedPolicies } from '../../src/replay/proposals.ts';
import { usualWindows } from '../../src/replay/usual-windows.ts';

const MINUTES_A_DAY = 1440;
/** Monday, 2 March 2026, 00:00 UTC. */
const MONDAY = Date.UTC(2026, 2, 2) / 60_000;

/** Weeks in which a number of nodes is needed from 08:00 to 10:00 UTC on weekdays. */
function weeks(count: number, neededIn: (week: number) => number): readonly DemandMinute[] {
  return Array.from({ length: count * 7 * MINUTES_A_DAY }, (_, index) => {
    const day = Math.floor(index / MINUTES_A_DAY);
    const hour = Math.floor((index % MINUTES_A_DAY) / 60);
    const isBusy = day % 7 < 5 && hour >= 8 && hour < 10;
    const needed = isBusy ? neededIn(Math.floor(day / 7)) : 0;
    const nothing = { paid: needed, busy: needed, waitingTasks: 0, submittedTasks: 0, endedTasks: 0, families: [] };
    return { minute: MONDAY + index, needed, runningTasks: needed, ...nothing };
  });
}

describe('usualWindows', () => {
  it.each([
    ['UTC', '08:00', '10:00'],
    ['Asia/Tokyo', '17:00', '19:00'],
    ['Asia/Kolkata', '13:30', '15:30'],
  ])('finds the times of the week at which there is work, in %s', (timeZone, from, to) => {
    expect(
      usualWindows(
        weeks(4, (week) => week + 2),
        timeZone,
      ),
    ).toEqual([
      {
        name: `usual-${from}-${to}`.replaceAll(':', ''),
        days: ['MON', 'TUE', 'WED', 'THU', 'FRI'],
        from,
        to,
        // 2, 3, 4 and 5 nodes: three of four weeks need 3.
        capacity: { min: 3 },
      },
    ]);
  });

  it('finds none in work of one week of four, and in two weeks', () => {
    expect(
      usualWindows(
        weeks(4, (week) => (week === 2 ? 9 : 0)),
        'UTC',
      ),
    ).toEqual([]);
    expect(
      usualWindows(
        weeks(2, () => 2),
        'UTC',
      ),
    ).toEqual([]);
  });
});

describe('proposedPolicies', () => {
  const base = { id: 'own', pools: ['render'], protect: { nodes: ['n1'] }, mode: 'enforce', idle: { timeout: 'PT1H' } };

  it('keeps what the policy in force says beside when nodes are on, and only observes', () => {
    const proposals = proposedPolicies(
      weeks(4, () => 2),
      { poolId: 'render', base, timeZone: 'UTC' },
    );
    expect(proposals.map(({ name }) => name)).toContain('proposed-forecast-and-schedule');
    for (const { policy } of proposals)
      expect(policy).toMatchObject({ id: 'own', mode: 'observe', protect: { nodes: ['n1'] } });
    const [forecast] = proposals;
    expect(forecast?.policy).not.toHaveProperty('idle');
  });

  it.each(['render', '_render', '--', 'r'.repeat(64)])('are documents that can be saved, of a pool %s', (poolId) => {
    // On Fridays the work ends an hour earlier, so that two windows open at the same time of the day.
    const minutes = weeks(4, () => 2).map((minute) => {
      const isEarly = (minute.minute - MONDAY) % (7 * MINUTES_A_DAY) >= (4 * 24 + 9) * 60;
      return isEarly ? { ...minute, needed: 0 } : minute;
    });
    const proposals = proposedPolicies(minutes, { poolId, base: undefined, timeZone: 'UTC' });
    const schedules = proposals.flatMap((one) => one.schedules);
    expect(schedules[0]?.['windows']).toHaveLength(2);
    expect(schedules.map((schedule) => parseSchedule(schedule)).filter(({ ok }) => !ok)).toEqual([]);
    expect(proposals.map(({ policy }) => parsePolicy(policy)).filter(({ ok }) => !ok)).toEqual([]);
  });

  it('chooses by the cost of nodes and waiting together', () => {
    const metrics = (allocatedHours: number, waitMeanS: number) =>
      ({ allocatedHours, waitMeanS, waitP95S: waitMeanS, costRatio: 1, tasks: 3600 }) as never;
    const workload = { jobs: [{ submittedS: 0, runS: 1000, tasks: 1, family: 'a', firstTask: 0 }], tasks: 1 };
    // A waiting task counts as one node: 100 + 60, and 150 + 5.
    const choices = [
      { name: 'slow', metrics: metrics(100, 60) },
      { name: 'fast', metrics: metrics(150, 5) },
    ];
    expect(cheapestOf(choices, workload, { slotsPerNode: 1 })?.name).toBe('fast');
    expect(cheapestOf([], workload, { slotsPerNode: 1 })).toBeUndefined();
    // Of two slots a waiting task takes half a node: 100 + 29, and 150 + 2.
    expect(cheapestOf(choices, workload, { slotsPerNode: 2 })?.name).toBe('slow');
  });
});
