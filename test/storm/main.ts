import { writeFileSync } from 'node:fs';
import { buildChangedApp } from '../../src/local/build-app.ts';
import { endWithUsage } from '../support/script-options.ts';
import { runStorm, type StormRun } from './run-storm.ts';
import { shrink } from './shrink.ts';
import type { StormStep } from './steps/storm-step.ts';
import { inWords, NOTHING, type StormCounts, sumOf } from './storm-counts.ts';
import { readStormOptions, type Script, USAGE } from './storm-options.ts';

/** A storm that somebody ends with force has told of all steps but the last hundred. */
const PROGRESS_STEPS = 100;

const options = readStormOptions(process.argv.slice(2));
endWithUsage(options.help, USAGE);
const { storms } = options;
const began = performance.now();
let all = NOTHING;
let breaches = 0;
let last = storms[0]?.seed;
let current: { readonly seed: number; readonly counts: StormCounts } | undefined;
for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, stop);
await buildChangedApp();
for (const script of storms) await make(script);
if (storms.length > 1) write(inTotal());
process.exit(breaches === 0 ? 0 : 1);

async function make(script: Script): Promise<void> {
  const { seed } = script;
  last = seed;
  const start = performance.now();
  const run = await runStorm(script, (step, counts) => {
    current = { seed, counts };
    tell(step, counts);
  });
  current = undefined;
  all = sumOf(all, run.counts);
  breaches += run.breaches.length;
  const seconds = secondsSince(start);
  if (options.json) write(JSON.stringify({ ...run, seconds }));
  else write(`seed ${seed}: ${inWords(run.counts)}, ${run.breaches.length} breaches in ${seconds} s`, ...run.breaches);
  if (options.verbose) process.stderr.write(`${JSON.stringify(run.answered)}\n`);
  if (run.breaches.length > 0) await writeShortest(run);
}

function tell(step: StormStep, counts: StormCounts): void {
  const { steps } = counts;
  if (options.verbose) process.stderr.write(`${steps + 1} ${JSON.stringify(step)}\n`);
  else if (steps > 0 && steps % PROGRESS_STEPS === 0)
    process.stderr.write(`seed ${current?.seed}: ${inWords(counts)}\n`);
}

/** Whoever ends it hears how far it has come. */
function stop(): void {
  if (current !== undefined) {
    write(`seed ${current.seed}: ended after ${inWords(current.counts)}`);
    all = sumOf(all, current.counts);
  }
  write(inTotal());
  process.exit(2);
}

function inTotal(): string {
  return `seeds ${storms[0]?.seed} to ${last}: ${inWords(all)}, ${breaches} breaches in ${secondsSince(began)} s`;
}

function secondsSince(start: number): number {
  return Math.round((performance.now() - start) / 1000);
}

function write(...lines: readonly string[]): void {
  for (const line of lines) process.stdout.write(`${line}\n`);
}

/** Writes what has broken a law, at once, and shorter each time that it still does. */
async function writeShortest({ seed, steps }: StormRun): Promise<void> {
  const file = `storm-${seed}.json`;
  const keep = (shortest: readonly StormStep[]) =>
    writeFileSync(file, `${JSON.stringify({ seed, steps: shortest } satisfies Script)}\n`);
  keep(steps);
  let left = options.shrink;
  const fails = async (fewer: readonly StormStep[]) => {
    if (left <= 0) return false;
    left -= 1;
    const again = await runStorm({ seed, steps: fewer });
    if (again.breaches.length > 0) keep(again.steps);
    return again.breaches.length > 0;
  };
  const shortest = await shrink(steps, fails);
  write(`${shortest.length} steps are left: npm run storm -- --script ${file}`);
}
