import { uniformFloat64 } from 'pure-rand/distribution/uniformFloat64';
import { xoroshiro128plus } from 'pure-rand/generator/xoroshiro128plus';
import { Temporal } from 'temporal-polyfill';
import { type Arrival, type DemandSubject, LONGEST_TASK_SECONDS } from './demand.ts';
import { atQuantile, type DemandFigures, meanOf } from './figures.ts';

/** The target utilisation: the share of nodes in use over the ten busiest hours of five days. */
const UTILISATION = 0.5;
const BUSY_SECONDS_A_WEEK = 5 * 10 * 3600;

/**
 * Endless demand like that of a working team: arrivals by hour and weekday, run times and widths follow the figures of a
 * recorded log; their number gives the target utilisation. The same seed gives the same demand.
 */
export function* generateDemand(
  figures: DemandFigures,
  subject: DemandSubject,
  seed: number,
): Generator<Arrival, never, undefined> {
  const generator = xoroshiro128plus(seed);
  const chance = () => uniformFloat64(generator);
  const scale = scaleOf(figures, subject);
  let hour = subject.from.toZonedDateTimeISO(subject.timeZone).round({ smallestUnit: 'hour', roundingMode: 'floor' });
  for (;;) {
    const expected = (figures.jobsAnHour[hour.dayOfWeek - 1]?.[hour.hour] ?? 0) * scale;
    const seconds = Array.from({ length: poisson(expected, chance) }, () => chance() * 3600).toSorted((a, b) => a - b);
    for (const second of seconds) {
      const at = hour.toInstant().add({ milliseconds: Math.floor(second * 1000) });
      const arrival = { at, ...drawWork(figures, subject.nodes, chance) };
      if (Temporal.Instant.compare(at, subject.from) >= 0) yield arrival;
    }
    hour = hour.add({ hours: 1 });
  }
}

function drawWork({ runtimeSeconds, widthShare }: DemandFigures, nodes: number, chance: () => number) {
  const seconds = Math.round(Math.min(LONGEST_TASK_SECONDS, Math.max(1, atQuantile(runtimeSeconds, chance()))));
  return { seconds, tasks: Math.max(1, Math.round(atQuantile(widthShare, chance()) * nodes)) };
}

/** The factor by which the arrivals of a log are multiplied to reach the target utilisation. */
function scaleOf({ jobsAnHour, runtimeSeconds, widthShare }: DemandFigures, { nodes }: DemandSubject): number {
  const jobsAWeek = jobsAnHour.flat().reduce((sum, jobs) => sum + jobs, 0);
  const seconds = meanOf(runtimeSeconds.map((runtime) => Math.min(LONGEST_TASK_SECONDS, runtime)));
  const width = meanOf(widthShare.map((share) => Math.max(1, share * nodes)));
  return (UTILISATION * nodes * BUSY_SECONDS_A_WEEK) / (jobsAWeek * seconds * width);
}

/** A random number of events with an expected value, by Knuth's method for small numbers. */
function poisson(expected: number, chance: () => number): number {
  const limit = Math.exp(-expected);
  let count = 0;
  for (let product = chance(); product > limit; product *= chance()) count += 1;
  return count;
}
