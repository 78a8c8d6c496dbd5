import { describe, expect, it } from 'vitest';
import { closingsUntil } from '../../../src/core/outbound/closings.ts';
import type { Override } from '../../../src/core/override/override.ts';
import type { Capacity, Window } from '../../../src/core/schedule/schedule.ts';
import { aCapacity, aSchedule, aTimeline, aWindow, minutes, NOON } from '../../support/builders.ts';

interface Case {
  readonly windows?: readonly Window[];
  readonly outside?: Capacity;
  readonly override?: Partial<Override>;
  readonly allocated?: number;
  readonly within?: number;
}

const WEEKDAYS = aWindow('MON-FRI 08:00-12:30', aCapacity(10));

/** The closings of a pool of 20 nodes after noon on a Monday, as `12:30 10-all to 0-0, again 08:00`. */
function closings({ windows = [WEEKDAYS], outside = aCapacity(0, 0), override, allocated = 10, within = 30 }: Case) {
  const timelines = [aTimeline(aSchedule({ windows, outside }))];
  const pinned: Override | undefined = override && {
    account: 'demo',
    poolId: 'render',
    leaveAlone: false,
    capacity: aCapacity(5),
    on: [],
    off: [],
    from: NOON,
    until: NOON.add({ minutes: 20 }),
    note: '',
    actor: 'me',
    ...override,
  };
  const requests = { timelines, override: pinned, announcements: [] };
  const found = closingsUntil({ requests, poolSize: 20, allocated, now: NOON, until: NOON.add(minutes(within)) });
  const time = (text: unknown) => String(text).slice(5, 16);
  return found.map(
    ({ at, before, after, again }) =>
      `${time(at)} ${before.min}-${before.max ?? 'all'} to ${after.min}-${after.max ?? 'all'}, again ${time(again)}`,
  );
}

describe('closingsUntil', () => {
  it('finds the end of a window, up to its very instant', () => {
    expect(closings({})).toEqual(['03-02T12:30 10-all to 0-0, again 03-03T08:00']);
    expect(closings({ within: 29 })).toEqual([]);
  });

  it.each<[string, Case, readonly string[]]>([
    // who is let go
    ['what is allocated fits under the new maximum', { outside: aCapacity(0, 10) }, []],
    ['more is allocated than fits', { outside: aCapacity(0, 9) }, ['03-02T12:30 10-all to 0-9, again 03-03T08:00']],
    [
      'nothing is allocated yet, but asked for until then',
      { allocated: 0 },
      ['03-02T12:30 10-all to 0-0, again 03-03T08:00'],
    ],
    ['without a maximum nobody is cut off', { outside: aCapacity(0) }, []],
    [
      'the pool is left alone then',
      { override: { leaveAlone: true, capacity: undefined, until: NOON.add({ hours: 2 }) } },
      [],
    ],
    // what falls
    ['the next window takes over', { windows: [WEEKDAYS, aWindow('MON-FRI 12:30-18:00', aCapacity(10))] }, []],
    [
      'the next window asks for less',
      { windows: [WEEKDAYS, aWindow('MON-FRI 12:30-18:00', aCapacity(2, 4))] },
      ['03-02T12:30 10-all to 2-4, again 03-03T08:00'],
    ],
    [
      'more is asked for than before',
      { windows: [aWindow('MON-FRI 12:30-18:00', aCapacity(3, 8))], outside: aCapacity(0, 0) },
      [],
    ],
    // overrides
    ['an override stands above the window', { override: { until: NOON.add({ hours: 3 }) } }, []],
    [
      'an override ends outside the windows',
      { windows: [], override: {} },
      ['03-02T12:20 5-all to 0-0, again 03-03T12:20'],
    ],
    // two schedules end at the same moment, or one after the other
    [
      'one after the other',
      { windows: [aWindow('MON-FRI 08:00-12:10', aCapacity(10)), aWindow('MON-FRI 08:00-12:20', aCapacity(4, 5))] },
      ['03-02T12:10 10-all to 4-5, again 03-03T08:00', '03-02T12:20 4-5 to 0-0, again 03-03T08:00'],
    ],
  ])('%s', (_, given, expected) => {
    expect(closings(given)).toEqual(expected);
  });

  it('names what ends', () => {
    const timelines = [aTimeline(aSchedule({ windows: [WEEKDAYS], outside: aCapacity(0, 0) }))];
    const requests = { timelines, override: undefined, announcements: [] };
    const [closing] = closingsUntil({ requests, poolSize: 20, allocated: 10, now: NOON, until: NOON.add(minutes(60)) });
    expect(closing?.ends).toEqual(['window "MON-FRI 08:00-12:30" of office-hours']);
  });

  it('looks no further than a day for as much as before', () => {
    const once = aWindow('MON 08:00-12:30', aCapacity(10));
    expect(closings({ windows: [once] })).toEqual(['03-02T12:30 10-all to 0-0, again 03-03T12:30']);
  });
});
