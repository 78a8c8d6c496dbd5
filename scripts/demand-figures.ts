import { writeFileSync } from 'node:fs';
import { basename } from 'node:path';
import type { DemandFigures } from '../src/local/demo/demand/figures.ts';
import { readTrace } from '../src/local/demo/demand/trace-file.ts';

const OUT = 'src/local/demo/demand/figures.json';

/** Takes the figures off recorded logs from which the demonstration's demand is made: `node scripts/demand-figures.ts FILE…` */
writeFileSync(OUT, `${JSON.stringify(process.argv.slice(2).map(figuresOf))}\n`);

function figuresOf(file: string): DemandFigures {
  const { jobs, timeZone, source, terms } = readTrace(file);
  const jobsAnHour = Array.from({ length: 7 }, () => Array.from({ length: 24 }, () => 0));
  for (const { submitted } of jobs) {
    const { dayOfWeek, hour } = submitted.toZonedDateTimeISO(timeZone);
    const day = jobsAnHour[dayOfWeek - 1];
    if (day !== undefined) day[hour] = (day[hour] ?? 0) + 1;
  }
  const [first, last] = [jobs[0], jobs.at(-1)];
  if (first === undefined || last === undefined) throw new Error(`${file} has no jobs.`);
  const weeks = first.submitted.until(last.submitted).total('hours') / (7 * 24);
  const widest = Math.max(...quantiles(jobs.map(({ width }) => width)));
  return {
    log: basename(file).replace(/\.csv(\.gz)?$/, ''),
    source,
    terms,
    jobsAnHour: jobsAnHour.map((day) => day.map((count) => round(count / weeks))),
    runtimeSeconds: quantiles(jobs.map(({ runtimeSeconds }) => runtimeSeconds)),
    widthShare: quantiles(jobs.map(({ width }) => round(width / widest))),
  };
}

function quantiles(values: readonly number[]): readonly number[] {
  const sorted = values.toSorted((a, b) => a - b);
  return Array.from({ length: 21 }, (_, index) => sorted[Math.round((index / 20) * (sorted.length - 1))] ?? 0);
}

function round(value: number): number {
  return Math.round(value * 1000) / 1000;
}
