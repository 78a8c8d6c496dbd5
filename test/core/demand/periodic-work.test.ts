import { Temporal } from 'temporal-polyfill';
import { describe, expect, it } from 'vitest';
import { burstsAfter, type FamilyBursts, periodicWork } from '../../../src/core/demand/periodic-work.ts';

const POOL = { account: 'demo', poolId: 'render' };
const at = (minute: number) => Temporal.Instant.fromEpochMilliseconds(minute * 60_000);

/** What is known after a family has submitted at some minutes, two tasks each time. */
function burstsAt(minutes: readonly number[], family = 'report-*'): readonly FamilyBursts[] {
  return minutes.reduce<readonly FamilyBursts[]>(
    (known, minute) => burstsAfter(known, minute, [{ family, submittedTasks: 2, endedTasks: 0 }]),
    [],
  );
}

describe('periodicWork', () => {
  it('expects the next burst of a family that submits at the same interval, half a minute before it would be seen', () => {
    expect(periodicWork(burstsAt([0, 60, 120, 180, 240]), POOL, at(250))).toMatchObject([
      {
        slots: 2,
        by: at(299.5),
        until: at(305),
        note: 'report-* has submitted every 60 min, 5 times',
        actor: 'the period of report-*',
      },
    ]);
  });

  it('begins as much earlier, and waits as much longer, as the family was off', () => {
    const [work] = periodicWork(burstsAt([0, 61, 120, 180, 240]), POOL, at(250));
    expect(work?.by).toEqual(at(298.5));
    expect(work?.until).toEqual(at(306));
  });

  it('takes a mean interval that is no whole number of milliseconds', () => {
    const [work] = periodicWork(burstsAt([0, 61, 121, 181, 241, 301, 361, 421]), POOL, at(430));
    expect(work?.by.epochMilliseconds).toBe(Math.round((421 - 0.5 + 421 / 7 - 6 / 7) * 60_000));
  });

  it.each([
    ['has too few gaps', [0, 60, 120, 180]],
    ['comes at any time', [0, 60, 90, 180, 240]],
    ['comes every few minutes', [0, 10, 20, 30, 40, 50]],
  ])('expects nothing of a family that %s', (_, minutes) => {
    expect(periodicWork(burstsAt(minutes), POOL, at(250))).toEqual([]);
  });

  it('expects the next burst after one by a clock that was a day ahead', () => {
    expect(periodicWork(burstsAt([0, 1500, 60, 120, 180, 240]), POOL, at(250))).toMatchObject([
      { slots: 2, by: at(299.5) },
    ]);
  });

  it('gives up when the burst has not come', () => {
    expect(periodicWork(burstsAt([0, 60, 120, 180, 240]), POOL, at(305))).toEqual([]);
  });

  it('takes what comes within minutes for one burst', () => {
    const bursts = burstsAt([0, 2, 60, 62, 120, 122, 180, 182, 240, 242]);
    expect(periodicWork(bursts, POOL, at(250))).toMatchObject([{ slots: 4, by: at(299.5) }]);
  });

  it('expects no nodes for tasks that wait for others', () => {
    const family = { family: 'film-*', submittedTasks: 100, endedTasks: 0, heldTasks: 99 };
    const bursts = [0, 60, 120, 180, 240].reduce<readonly FamilyBursts[]>(
      (known, minute) =>
        burstsAfter(burstsAfter(known, minute, [family]), minute + 1, [{ ...family, submittedTasks: 99 }]),
      [],
    );
    expect(periodicWork(bursts, POOL, at(250))).toMatchObject([{ slots: 1, by: at(299.5) }]);
  });

  it('leaves job schedules, whose times are known, and jobs that nothing tells apart out', () => {
    expect(burstsAt([0, 60, 120], 'schedule:nightly')).toEqual([]);
    expect(burstsAt([0, 60, 120], '*')).toEqual([]);
  });
});
