import { describe, expect, it } from 'vitest';
import {
  type DayFigures,
  sharesBefore,
  sumsOf,
  type UseBefore,
  useBeforeAfter,
} from '../../../src/core/savings/day-figures.ts';
import { aDayOfFigures } from '../../support/builders.ts';

function useOf(days: readonly DayFigures[]): UseBefore {
  const use = days.reduce<UseBefore | undefined>(useBeforeAfter, undefined);
  if (use === undefined) throw new Error('At least one day is expected.');
  return use;
}

it('a day that comes twice, or late, is in the use before a policy acted once', () => {
  const [first, second] = [1, 2].map((day) => aDayOfFigures({ day, enforced: false }));
  if (first === undefined || second === undefined) throw new Error('Two days are expected.');
  expect(useOf([first, second, second, first])).toEqual(useOf([first, second]));
});

describe('sumsOf', () => {
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

  it('adds up families', () => {
    expect(
      sumsOf(
        [
          aDayOfFigures(),
          aDayOfFigures({
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
