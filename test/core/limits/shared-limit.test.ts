import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { chargeTo, leftOf, type SharedLimit } from '../../../src/core/limits/shared-limit.ts';
import { keepSpendings, type Spending, spentIn } from '../../../src/core/memory/spending.ts';
import { NOON } from '../../support/builders.ts';

const at = (minutes: number) => NOON.add({ minutes });

function aLimit(limits: SharedLimit['limits'], spent: readonly Spending[] = []): SharedLimit {
  return { scope: 'account/demo', whose: 'the account demo', limits, spent };
}

function spendings() {
  const one = fc.record({
    at: fc.integer({ min: -1600, max: 0 }).map(at),
    action: fc.constantFrom('start' as const, 'deallocate' as const),
    nodes: fc.integer({ min: 1, max: 9 }),
  });
  return fc.array(one, { maxLength: 30 });
}

describe('leftOf', () => {
  it('counts any hour and any day, and names the narrower first', () => {
    const spent: readonly Spending[] = [
      { at: at(-1441), action: 'start', nodes: 50 },
      { at: at(-90), action: 'start', nodes: 6 },
      { at: at(-30), action: 'start', nodes: 3 },
      { at: at(-30), action: 'deallocate', nodes: 7 },
    ];
    expect(leftOf(aLimit({ startPerHour: 5, startPerDay: 10 }, spent), 'start', NOON)).toEqual([
      { acts: 1, because: 'the limit of the account demo is 10 a day, 9 are spent', resumesAt: at(-90 + 1440) },
      { acts: 2, because: 'the limit of the account demo is 5 an hour, 3 are spent', resumesAt: at(30) },
    ]);
    expect(leftOf(aLimit({ startPerHour: 5 }, spent), 'deallocate', NOON)).toEqual([]);
  });
});

describe('chargeTo', () => {
  it('grants what is left, and never more in any hour or day', () => {
    const charges = fc.array(fc.record({ minutes: fc.nat({ max: 200 }), nodes: fc.nat({ max: 9 }) }), {
      maxLength: 40,
    });
    fc.assert(
      fc.property(charges, fc.nat({ max: 12 }), fc.nat({ max: 30 }), (asked, startPerHour, startPerDay) => {
        const made: { minute: number; nodes: number }[] = [];
        let [minute, limit] = [0, aLimit({ startPerHour, startPerDay })];
        for (const { minutes, nodes } of asked) {
          minute += minutes;
          const { granted, spent } = chargeTo(limit, { action: 'start', nodes, at: at(minute) });
          limit = { ...limit, spent };
          made.push({ minute, nodes: granted });
          const within = (span: number) =>
            made.filter((one) => one.minute > minute - span).reduce((sum, one) => sum + one.nodes, 0);
          expect(within(60)).toBeLessThanOrEqual(startPerHour);
          expect(within(1440)).toBeLessThanOrEqual(startPerDay);
        }
      }),
      { numRuns: 200 },
    );
  });
});

const LOOKS = (['start', 'deallocate'] as const).flatMap((action) =>
  (['hour', 'day'] as const).flatMap((span) => [0, 30, 700].map((later) => [action, span, later] as const)),
);

describe('keepSpendings', () => {
  it('keeps few, and never makes less of what was spent', () => {
    fc.assert(
      fc.property(spendings(), (all) => {
        const kept = keepSpendings(all, NOON);
        expect(kept.filter(({ at: when }) => when.until(NOON).total('minutes') > 60).length).toBeLessThanOrEqual(
          2 * 25,
        );
        for (const [action, span, later] of LOOKS) {
          const counted = (of: readonly Spending[]) => spentIn(of, { action, span, now: at(later) }).nodes;
          expect(counted(kept)).toBeGreaterThanOrEqual(counted(all));
        }
      }),
      { numRuns: 100 },
    );
  });
});
