import { describe, expect, it } from 'vitest';
import { type DayFigures, sharesBefore, sumsOf } from '../../../src/core/savings/day-figures.ts';

const aDay = (over: Partial<DayFigures> = {}): DayFigures => ({
  account: 'demo',
  poolId: 'render',
  day: 20_000,
  recordedMinutes: 1440,
  alwaysOnHours: 240,
  paidHours: 60,
  busyHours: 50,
  idle10Hours: 72,
  observedHours: undefined,
  enforced: true,
  policy: 'render',
  schedules: [],
  owner: undefined,
  price: { nodeHour: 0.5, deallocatedNodeHour: 0.1, currency: 'EUR' },
  families: [{ name: 'a', hours: 30 }],
  jobs: [],
  ...over,
});

describe('sumsOf', () => {
  it('takes disks off what was saved, and tells work from the rest', () => {
    const { paid, busy, idle, savedAgainst, wouldHaveSaved } = sumsOf([aDay()], new Map());
    expect([paid, busy, idle].map(({ hours, money }) => [hours, money.get('EUR')])).toEqual([
      [60, 30],
      [50, 25],
      [10, 5],
    ]);
    expect(savedAgainst.alwaysOn.hours).toBe(180);
    expect(savedAgainst.alwaysOn.money.get('EUR')).toBeCloseTo(180 * 0.4, 9);
    expect(savedAgainst.idle10.hours).toBe(12);
    expect(savedAgainst.before).toBeUndefined();
    expect(wouldHaveSaved).toBeUndefined();
  });

  it('compares with the share of nodes that was on before a policy acted', () => {
    const days = [
      aDay({ day: 1, enforced: false, paidHours: 120 }),
      aDay({ day: 2, enforced: true, paidHours: 60 }),
      aDay({ day: 3, enforced: false, paidHours: 240 }),
    ];
    const before = sharesBefore(days);
    expect(before.get('demo/render')).toBe(0.5);
    expect(sumsOf(days.slice(1, 2), before).savedAgainst.before?.hours).toBe(60);
    expect(sharesBefore([aDay()]).size).toBe(0);
  });

  it('says what a policy that observes would have saved, and adds hours without a price to no money', () => {
    const { wouldHaveSaved } = sumsOf([aDay({ observedHours: 55, enforced: false, price: undefined })], new Map());
    expect(wouldHaveSaved).toEqual({ hours: 5, money: new Map() });
  });

  it('adds up families', () => {
    expect(
      sumsOf(
        [
          aDay(),
          aDay({
            families: [
              { name: 'b', hours: 90 },
              { name: 'a', hours: 1 },
            ],
          }),
        ],
        new Map(),
      ).families,
    ).toEqual([
      { name: 'b', hours: 90 },
      { name: 'a', hours: 31 },
    ]);
  });
});
