import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { describe, expect, it } from 'vitest';
import { normalDeviate } from '../../../src/core/forecast/normal.ts';
import { minutesSavedByOneMore } from '../../../src/core/forecast/start-latency.ts';

describe('normalDeviate', () => {
  // Values as in any table of the normal distribution.
  it.each([
    [0.5, 0],
    [0.8413447461, 1],
    [0.975, 1.9599639845],
    [0.01, -2.326347874],
    [0.0001, -3.7190164855],
  ])('a share %d is at %d', (share, deviate) => expect(normalDeviate(share)).toBeCloseTo(deviate, 6));
});

describe('minutesSavedByOneMore', () => {
  const saved = (spread: number | undefined, tasks: number, started: number) =>
    minutesSavedByOneMore({ meanMinutes: 3, spread }, { tasks, started });

  it('is nothing where nodes of one request do not differ, or it is not known that they do', () => {
    expect(saved(undefined, 1, 1)).toBe(0);
    expect(saved(0, 1, 1)).toBe(0);
    expect(saved(0.35, 0, 1)).toBe(0);
    expect(saved(0.35, 3, 2)).toBe(0);
  });

  it('falls with every further node, and grows with the spread', () => {
    const gains = [4, 5, 6, 7].map((started) => saved(0.35, 4, started));
    expect(gains.toSorted((a, b) => b - a)).toEqual(gains);
    expect(gains.at(-1)).toBeGreaterThan(0);
    expect(saved(0.7, 4, 4)).toBeGreaterThan(saved(0.35, 4, 4));
  });

  // The fastest of two lognormal latencies with spread 0.35 is on average 0.18 of a median below a single one.
  it('is for one task about a fifth of a start', () => expect(saved(0.35, 1, 1)).toBeCloseTo(0.55, 1));
});

it('takes no more memory for the pools and replays of a long day', () => {
  setFlagsFromString('--expose-gc');
  const collect = runInNewContext('gc') as () => void;
  const used = () => {
    collect();
    return process.memoryUsage().heapUsed;
  };
  const before = used();
  for (let spread = 0.1; spread < 0.3; spread += 0.005) {
    for (let tasks = 1; tasks <= 100; tasks++) {
      for (let started = tasks; started < tasks + 120; started++)
        minutesSavedByOneMore({ meanMinutes: 3, spread }, { tasks, started });
    }
  }
  expect(used() - before).toBeLessThan(8_000_000);
});
