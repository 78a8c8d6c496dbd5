import { readFileSync, writeFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { buildChangedApp } from '../../src/local/build-app.ts';
import { endWithUsage, wholeNumber } from '../support/script-options.ts';
import { runStorm, type StormRun } from './run-storm.ts';
import { shrink } from './shrink.ts';
import type { StormStep } from './steps/storm-step.ts';

const USAGE = `Usage: npm run storm -- [options]
  --seed N       pools, documents, messages and steps are drawn from it (1)
  --steps N      how many steps are drawn (200)
  --script FILE  makes the seed and the steps again that a run has written
  --shrink N     after a law was broken: how often steps are left out and the rest is tried again (40)
  --json         prints what the run came to as JSON
  --verbose      tells each step before it is made, and how people were answered
  --help         prints this
`;

const { values } = parseArgs({
  options: {
    seed: { type: 'string', default: '1' },
    steps: { type: 'string', default: '200' },
    script: { type: 'string' },
    shrink: { type: 'string', default: '40' },
    json: { type: 'boolean', default: false },
    verbose: { type: 'boolean', default: false },
    help: { type: 'boolean', default: false },
  },
});

/** A storm that can be made again. */
interface Script {
  readonly seed: number;
  readonly steps: readonly StormStep[];
}

endWithUsage(values.help, USAGE);
const given =
  values.script === undefined
    ? { seed: wholeNumber('seed', values.seed), steps: wholeNumber('steps', values.steps) }
    : (JSON.parse(readFileSync(values.script, 'utf8')) as Script);
for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => process.exit(2));
const tries = wholeNumber('shrink', values.shrink);
await buildChangedApp();
const began = performance.now();
const run = await runStorm({ ...given, onStep: tell });
const seconds = Math.round((performance.now() - began) / 1000);
if (values.json) process.stdout.write(`${JSON.stringify({ ...run, seconds })}\n`);
else process.stdout.write(`${inWords(run, seconds)}\n${run.breaches.map((breach) => `${breach}\n`).join('')}`);
if (values.verbose) process.stderr.write(`${JSON.stringify(run.answered)}\n`);
if (run.breaches.length > 0) await writeShortest(run);
process.exit(run.breaches.length === 0 ? 0 : 1);

function tell(step: StormStep, number: number): void {
  if (values.verbose) process.stderr.write(`${number} ${JSON.stringify(step)}\n`);
}

function inWords({ seed, steps, kills, freezes, crashes, acts, requests }: StormRun, took: number): string {
  const struck = `${kills} kills, ${freezes} standstills, ${crashes} crashes of storage or emulator`;
  return `seed ${seed}: ${steps.length} steps, ${struck}, ${acts} acts, ${requests} requests by hand in ${took} s`;
}

/** Writes what has broken a law, at once, and shorter each time that it still does. */
async function writeShortest({ seed, steps }: StormRun): Promise<void> {
  const file = `storm-${seed}.json`;
  const write = (shortest: readonly StormStep[]) =>
    writeFileSync(file, `${JSON.stringify({ seed, steps: shortest } satisfies Script)}\n`);
  write(steps);
  let left = tries;
  const fails = async (fewer: readonly StormStep[]) => {
    if (left <= 0) return false;
    left -= 1;
    const { breaches, steps: made } = await runStorm({ seed, steps: fewer });
    if (breaches.length > 0) write(made);
    return breaches.length > 0;
  };
  const shortest = await shrink(steps, fails);
  process.stdout.write(`${shortest.length} steps are left: npm run storm -- --script ${file}\n`);
}
