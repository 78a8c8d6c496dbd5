import { describe, expect, it } from 'vitest';
import { type Goal, isMet, resultOf } from '../../bench/benchmark.ts';
import { compareResults, comparisonText } from '../../bench/compare.ts';
import type { Timing } from '../../bench/measure.ts';
import { mergeResults, type SavedResult } from '../../bench/saved-results.ts';

function timing(name: string, unitsPerSecond: number): Timing {
  const millisecondsARound = 1000 / unitsPerSecond;
  return { name, unitsPerSecond, millisecondsARound, processorMillisecondsARound: millisecondsARound };
}

function result(
  benchmark: string,
  ratio: number,
  { by = 'tick', goal = { kind: 'speed', least: 1 } as Goal } = {},
): SavedResult {
  const about = { benchmark, means: 'm', unit: 'units', goal };
  return { ...resultOf(about, [timing('ours', 100 * ratio), timing('floor', 100)]), by };
}

describe('a run compared with another', () => {
  it('says which ratios fell by more than the tolerance', () => {
    const before = [result('a', 1), result('b', 1), result('c', 1)];
    const now = [result('a', 0.84), result('b', 0.86), result('c', 2)];
    const comparison = compareResults(before, now);
    expect(comparison).toEqual({
      compared: 3,
      falls: [{ row: 'a | ours | floor', before: 1, now: 0.84 }],
      added: [],
      gone: [],
    });
    expect(comparisonText(comparison)).toBe(
      'fell: a | ours | floor: 1.00 → 0.84 × as fast\n1 of 3 ratios fell by more than 15 %.\n',
    );
  });

  it('takes the tolerance that it is given', () => {
    expect(compareResults([result('a', 1)], [result('a', 0.96)], 0.03).falls).toHaveLength(1);
    expect(compareResults([result('a', 1)], [result('a', 0.96)], 0.05).falls).toHaveLength(0);
  });

  it('names what only one of the two has, and leaves out what was not run', () => {
    const before = [result('a', 1), result('old', 1), result('another', 9, { by: 'audit' })];
    const comparison = compareResults(before, [result('a', 1), result('new', 1)]);
    expect(comparison).toMatchObject({
      compared: 1,
      falls: [],
      added: ['new | ours | floor'],
      gone: ['old | ours | floor'],
    });
  });
});

it('results of benchmarks that were not run are kept', () => {
  const kept = mergeResults([result('a', 1), result('b', 1, { by: 'audit' })], [result('a', 2)]);
  expect(kept.map(({ benchmark, ratio }) => [benchmark, ratio])).toEqual([
    ['b', 1],
    ['a', 2],
  ]);
});

it.each<[Goal, number, boolean]>([
  [{ kind: 'time', most: 1.3 }, 1 / 1.25, true],
  [{ kind: 'time', most: 1.3 }, 1 / 1.35, false],
  [{ kind: 'speed', least: 0.95 }, 0.95, true],
  [{ kind: 'speed', least: 0.95 }, 0.94, false],
  [{ kind: 'rate', least: 90 }, 0.9, true],
  [{ kind: 'rate', least: 91 }, 0.9, false],
  [{ kind: 'milliseconds', most: 10 }, 1, true],
  [{ kind: 'milliseconds', most: 10 }, 0.9, false],
])('the goal %j at a ratio of %d is met: %s', (goal, ratio, met) => {
  expect(isMet(result('a', ratio, { goal }))).toBe(met);
});
