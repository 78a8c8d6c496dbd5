import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { Temporal } from 'temporal-polyfill';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Arrival } from '../../src/local/demo/demand/demand.ts';
import { atQuantile, meanOf } from '../../src/local/demo/demand/figures.ts';
import { generateDemand } from '../../src/local/demo/demand/generate-demand.ts';
import { replayTrace } from '../../src/local/demo/demand/replay-trace.ts';
import { readTrace } from '../../src/local/demo/demand/trace-file.ts';
import { demoPools } from '../../src/local/demo/demo-pools.ts';

const MONDAY = Temporal.Instant.from('2026-03-02T06:00:00Z');
const LOGS = '../shared/data/traces';

function until(arrivals: Iterable<Arrival>, end: Temporal.Instant): readonly Arrival[] {
  const taken: Arrival[] = [];
  for (const arrival of arrivals) {
    if (Temporal.Instant.compare(arrival.at, end) >= 0) break;
    taken.push(arrival);
  }
  return taken;
}

describe('quantiles', () => {
  it.each([
    [0, 1],
    [0.25, 2],
    [0.5, 3],
    [0.75, 6.5],
    [1, 10],
  ])('at %f of [1, 3, 10] is %f', (quantile, value) => expect(atQuantile([1, 3, 10], quantile)).toBe(value));

  it('have the mean of what lies between them', () => expect(meanOf([0, 10, 20])).toBe(10));
});

describe.each(demoPools())('the demand made for $id', ({ figures, nodes, timeZone }) => {
  const end = MONDAY.add({ hours: 14 * 24 });
  const demand = (seed: number) => until(generateDemand(figures, { nodes, timeZone, from: MONDAY }, seed), end);

  it('is the same for the same seed, and another for another', () => {
    expect(demand(1)).toEqual(demand(1));
    expect(demand(1)).not.toEqual(demand(2));
  });

  it('comes in order, and no arrival is wider than the pool or longer than two hours', () => {
    const arrivals = demand(1);
    expect(arrivals.map(({ at }) => at).toSorted(Temporal.Instant.compare)).toEqual(arrivals.map(({ at }) => at));
    for (const { tasks, seconds } of arrivals) {
      expect(tasks).toBeGreaterThanOrEqual(1);
      expect(tasks).toBeLessThanOrEqual(nodes);
      expect(seconds).toBeLessThanOrEqual(7200);
    }
  });

  it('is work for working days: most of it comes from nine to six, Monday to Friday', () => {
    const local = demand(1).map(({ at }) => at.toZonedDateTimeISO(timeZone));
    const inHours = local.filter(({ dayOfWeek, hour }) => dayOfWeek <= 5 && hour >= 9 && hour < 18).length;
    // Those hours are 27 % of a week.
    expect(inHours / local.length).toBeGreaterThan(0.4);
  });

  it('keeps the pool about half busy over ten hours of five days', () => {
    const seeds = [1, 2, 3, 4, 5];
    const work = seeds.flatMap(demand).reduce((sum, { tasks, seconds }) => sum + tasks * seconds, 0);
    const busy = work / seeds.length / (nodes * 2 * 5 * 10 * 3600);
    expect(busy).toBeGreaterThan(0.3);
    expect(busy).toBeLessThan(0.7);
  });
});

describe('a recorded log', () => {
  let folder: string;
  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), 'lamplighter-log-'));
  });
  afterAll(() => rmSync(folder, { recursive: true }));

  function file(name: string, text: string): string {
    const path = join(folder, name);
    writeFileSync(path, name.endsWith('.gz') ? gzipSync(text) : text);
    return path;
  }

  // Wednesday 1996-09-25 in Stockholm, summer time.
  const META = { t0: 843_602_400, timeZone: 'Europe/Stockholm', source: 'somewhere', licence: 'free' };
  const DAY = 86_400;

  it('begins on its first Monday, hour for hour, and is scaled to the pool', () => {
    const rows = [
      // Wednesday, before the first whole week; Monday 09:00 twice; Tuesday 00:30
      [3600, 60, 10],
      [5 * DAY + 9 * 3600, 60, 10],
      [5 * DAY + 9 * 3600 + 60, 99_999, 5],
      [6 * DAY + 1800, 0, 1],
    ];
    file('log.meta.json', JSON.stringify(META));
    const log = file('log.csv.gz', `submit_s,runtime_s,nodes,user\n${rows.map((row) => `${row.join()},1\n`).join('')}`);
    const subject = { timeZone: 'America/New_York', nodes: 4, from: Temporal.Instant.from('2026-03-02T06:00:00Z') };
    const arrivals = [...replayTrace(readTrace(log), subject)];
    expect(arrivals.map(({ at, ...rest }) => ({ at: at.toString(), ...rest }))).toEqual([
      { at: '2026-03-02T14:00:00Z', tasks: 4, seconds: 60 },
      { at: '2026-03-02T14:01:00Z', tasks: 2, seconds: 7200 },
      { at: '2026-03-03T05:30:00Z', tasks: 1, seconds: 1 },
    ]);
  });

  it.each([
    ['submit,runtime\n1,2\n', "the first line is 'submit,runtime'"],
    ['submit_s,runtime_s,nodes,user\n1,2,3,4\n1,x,3,4\n', ":3: '1,x,3,4' is not"],
    ['submit_s,runtime_s,nodes,user\n1,2\n', ":2: '1,2' is not"],
  ])('that is not one is refused: %j', (text, message) => {
    expect(() => readTrace(file('bad.csv', text))).toThrow(message);
  });

  it.skipIf(!existsSync(LOGS))('as they are kept beside the project can be read and replayed', () => {
    const trace = readTrace(`${LOGS}/kth-sp2.csv.gz`);
    expect(trace.jobs.length).toBe(28_480);
    const subject = { timeZone: 'Europe/London', nodes: 6, from: MONDAY };
    const week = until(replayTrace(trace, subject), MONDAY.add({ hours: 7 * 24 }));
    expect(week.length).toBeGreaterThan(100);
  });
});
