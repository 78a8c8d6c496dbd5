import { parseArgs } from 'node:util';
import { buildChangedApp } from '../../src/local/build-app.ts';
import { runStorm } from './run-storm.ts';

const { values } = parseArgs({
  options: {
    seed: { type: 'string', default: '1' },
    steps: { type: 'string', default: '200' },
    json: { type: 'boolean', default: false },
    verbose: { type: 'boolean', default: false },
  },
});
await buildChangedApp();
const began = performance.now();
const run = await runStorm({
  seed: Number(values.seed),
  steps: Number(values.steps),
  onStep: (step, number) => {
    if (values.verbose) process.stderr.write(`${number} ${JSON.stringify(step)}\n`);
  },
});
const { seed, steps, kills, acts, requests, breaches, script } = run;
const seconds = Math.round((performance.now() - began) / 1000);
if (values.json) process.stdout.write(`${JSON.stringify({ ...run, seconds })}\n`);
else {
  const counts = `${steps} steps, ${kills} kills, ${acts} acts, ${requests} requests by hand in ${seconds} s`;
  process.stdout.write(`seed ${seed}: ${counts}\n`);
  if (breaches.length > 0) process.stdout.write(`${breaches.join('\n')}\n\n${script.join('\n')}\n`);
}
process.exit(breaches.length === 0 ? 0 : 1);
