import fc from 'fast-check';
import { Temporal } from 'temporal-polyfill';
import { describe, expect, it } from 'vitest';
import { capacityAt, nextEdge } from '../../../src/core/schedule/capacity-at.ts';
import { schedule } from '../../support/arbitraries.ts';
import { aCapacity, aSchedule, aTimeline, aWindow, NOON } from '../../support/builders.ts';

const OFFICE = aTimeline(
  aSchedule({ windows: [aWindow('MON-FRI 08:00-18:00', aCapacity(4))], outside: aCapacity(0, 0) }),
);
const EVENING = Temporal.Instant.from('2026-03-02T20:00:00Z');

describe('capacityAt', () => {
  it('asks nothing and limits nothing without schedules', () => {
    expect(capacityAt([], NOON, 10)).toEqual({ min: 0, max: undefined, because: [] });
  });

  it('is that of the open window, and outside it that of outside', () => {
    expect(capacityAt([OFFICE], NOON, 10)).toEqual({
      min: 4,
      max: undefined,
      because: ['window "MON-FRI 08:00-18:00" of office-hours'],
    });
    expect(capacityAt([OFFICE], EVENING, 10)).toEqual({
      min: 0,
      max: 0,
      because: ['outside the windows of office-hours'],
    });
  });

  it('is that of the highest priority alone', () => {
    const windows = [
      aWindow('MON 08:00-18:00', aCapacity(8)),
      aWindow('MON 11:00-13:00', aCapacity(2, 3), { priority: 5 }),
    ];
    expect(capacityAt([aTimeline(aSchedule({ windows }))], NOON, 10)).toMatchObject({ min: 2, max: 3 });
  });

  it('is the largest minimum and the largest maximum among equals, over all schedules', () => {
    const timelines = [
      aTimeline(aSchedule({ windows: [aWindow('MON 08:00-18:00', aCapacity(2, 9))] })),
      aTimeline(aSchedule({ id: 'nightly', windows: [aWindow('MON 11:00-13:00', aCapacity(5, 6))] })),
    ];
    expect(capacityAt(timelines, NOON, 10)).toMatchObject({ min: 5, max: 9 });
  });

  it('lets an open window of one schedule speak louder than the outside of another', () => {
    const closed = aTimeline(aSchedule({ id: 'closed', outside: aCapacity(7, 7) }));
    expect(capacityAt([OFFICE, closed], NOON, 10)).toMatchObject({ min: 4, max: undefined });
  });

  it.each([
    // a share is rounded up
    ['25%', undefined, 10, 3, undefined],
    ['50%', '50%', 5, 3, 3],
    // a minimum above the size of the pool is the whole pool
    [40, undefined, 6, 6, undefined],
    // a maximum that rounds below the minimum gives way
    [5, '20%', 10, 5, 5],
  ] as const)('min %s, max %s in a pool of %i is %i to %s', (min, max, size, expectedMin, expectedMax) => {
    const timeline = aTimeline(aSchedule({ outside: aCapacity(min, max) }));
    expect(capacityAt([timeline], NOON, size)).toMatchObject({ min: expectedMin, max: expectedMax });
  });

  it('never has a maximum below its minimum, nor a minimum above the pool', () => {
    fc.assert(
      fc.property(fc.array(schedule(), { maxLength: 3 }), fc.nat({ max: 20 }), (schedules, size) => {
        const { min, max } = capacityAt(
          schedules.map((each) => aTimeline(each)),
          NOON,
          size,
        );
        expect(min).toBeLessThanOrEqual(size);
        if (max !== undefined) expect(max).toBeGreaterThanOrEqual(min);
      }),
    );
  });
});

describe('nextEdge', () => {
  it.each([
    ['2026-03-02T07:59:59Z', '2026-03-02T08:00:00Z'],
    ['2026-03-02T08:00:00Z', '2026-03-02T18:00:00Z'],
    // over the weekend
    ['2026-03-06T18:00:00Z', '2026-03-09T08:00:00Z'],
  ])('after %s is %s', (after, expected) => {
    expect(nextEdge([OFFICE], Temporal.Instant.from(after))?.toString()).toBe(expected);
  });

  it('is nothing for schedules without windows', () => {
    expect(nextEdge([aTimeline(aSchedule())], NOON)).toBeUndefined();
  });
});
