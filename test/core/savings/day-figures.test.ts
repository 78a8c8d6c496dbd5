import { describe, expect, it } from 'vitest';
import { poolKey } from '../../../src/core/pool/pool-key.ts';
import {
  type DayFigures,
  LargestSpent,
  SumOfDays,
  sharesBefore,
  type UseBefore,
  useBeforeAfter,
} from '../../../src/core/savings/day-figures.ts';
import { aDayOfFigures } from '../../support/builders.ts';

function useOf(days: readonly DayFigures[]): UseBefore {
  const use = days.reduce<UseBefore | undefined>(useBeforeAfter, undefined);
  if (use === undefined) throw new Error('At least one day is expected.');
  return use;
}

function sumsOf(days: readonly DayFigures[], before: ReadonlyMap<string, number>) {
  const sum = new SumOfDays();
  for (const day of days) sum.add(day, before.get(poolKey(day)));
  return sum.sums;
}

it('a day that comes twice, or late, is in the use before a policy acted once', () => {
  const [first, second] = [1, 2].map((day) => aDayOfFigures({ day, enforced: false }));
  if (first === undefined || second === undefined) throw new Error('Two days are expected.');
  expect(useOf([first, second, second, first])).toEqual(useOf([first, second]));
});

describe('the sums of days', () => {
  it('takes disks off what was saved, and tells work from the rest', () => {
    const { paid, busy, idle, savedAgainst, wouldHaveSaved } = sumsOf([aDayOfFigures()], new Map());
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
      aDayOfFigures({ day: 1, enforced: false, paidHours: 120 }),
      aDayOfFigures({ day: 2, enforced: true, paidHours: 60 }),
      aDayOfFigures({ day: 3, enforced: false, paidHours: 240 }),
    ];
    const before = sharesBefore([useOf(days)]);
    expect(before.get('demo/render')).toBe(0.5);
    expect(sumsOf(days.slice(1, 2), before).savedAgainst.before?.hours).toBe(60);
    expect(sharesBefore([useOf([aDayOfFigures()])]).size).toBe(0);
  });

  it('says what a policy that observes would have saved, and adds hours without a price to no money', () => {
    const { wouldHaveSaved } = sumsOf(
      [aDayOfFigures({ observedHours: 55, enforced: false, price: undefined })],
      new Map(),
    );
    expect(wouldHaveSaved).toEqual({ hours: 5, money: new Map() });
  });
});

describe('the largest families', () => {
  it('are added up by name', () => {
    const families = new LargestSpent();
    for (const hours of [30, 1]) families.add([{ name: 'a', hours }]);
    families.add([{ name: 'b', hours: 90 }]);
    expect(families.largest).toEqual([
      { name: 'b', hours: 90 },
      { name: 'a', hours: 31 },
    ]);
  });

  it('are found among more names than are counted', () => {
    const jobs = new LargestSpent();
    for (let day = 0; day < 100; day++) {
      const small = Array.from({ length: 500 }, (_, index) => ({ name: `once-${day}-${index}`, hours: 1 }));
      jobs.add([...small, { name: 'daily', hours: 2 }]);
    }
    expect(jobs.largest[0]).toEqual({ name: 'daily', hours: 200 });
    expect(jobs.largest).toHaveLength(20);
  });
});
