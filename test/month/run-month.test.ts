import { beforeAll, describe, expect, it } from 'vitest';
import { type MonthReport, runMonth } from './run-month.ts';

/** Half of the day is for learning. The longer run is for `npm run month`. */
const DAY = { seed: 1, days: 1, learningHours: 12 };
/** What nobody has to wait for whose work is known, on average. */
const HARDLY_S = 15;
/** What a start takes. */
const START_S = 180;

let report: MonthReport;

beforeAll(async () => {
  report = await runMonth(DAY);
});

function poolOf(name: string) {
  const found = report.pools.find(({ pool }) => pool === name);
  if (found === undefined) throw new Error(`There is no pool ${name}.`);
  return found;
}

describe('a day of the timer over the emulator, after half a day of learning', () => {
  it('breaks no law, hurts no task and leaves none waiting', () => {
    expect(report.faults).toEqual([]);
    expect([...report.waits.values()].map(({ never }) => never)).toEqual([0, 0, 0, 0]);
    expect(report.records).toBeGreaterThan(500);
  });

  it('has nodes ready when a job schedule creates its job', () => {
    expect(report.scheduledJobs).toBe(4);
    expect(report.scheduledJobsMet).toBeGreaterThanOrEqual(2);
    expect(report.waits.get('scheduled')?.tasks).toBe(20);
    expect(report.waits.get('scheduled')?.meanS).toBeLessThan(HARDLY_S);
  });

  it('lets work that nobody can foresee wait for a start, and that which depends on it hardly', () => {
    const { waits } = poolOf('films');
    expect(waits.get('unforeseen')?.meanS).toBeGreaterThan(START_S / 2);
    expect(waits.get('dependent')?.tasks).toBeGreaterThan(10);
    expect(waits.get('dependent')?.meanS).toBeLessThan(START_S / 3);
  });

  it('pays less than an idle timeout of ten minutes in every pool, and a fraction of always on', () => {
    for (const { pool, nodeHours, alwaysOnHours, replayed } of report.pools) {
      expect(nodeHours, pool).toBeLessThan(replayed.idleTen.allocatedHours);
      expect(nodeHours, pool).toBeLessThan(alwaysOnHours / 4);
    }
  });
});
