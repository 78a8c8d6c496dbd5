import { parseArgs } from 'node:util';
import { runModel } from './run-model.ts';

const { values } = parseArgs({
  options: {
    seed: { type: 'string', default: '1' },
    steps: { type: 'string', default: '1000000' },
    last: { type: 'string', default: '40' },
  },
});
const began = performance.now();
const run = runModel({ seed: Number(values.seed), steps: Number(values.steps) });
const seconds = Math.round((performance.now() - began) / 1000);
process.stdout.write(
  `seed ${values.seed}: ${run.steps} steps, ${run.acts} acts, ${run.crashes} crashes in ${seconds} s\n`,
);
if (run.breach !== undefined) {
  const { seed, what, script } = run.breach;
  process.stdout.write(
    `A law is broken in the world of seed ${seed}:\n  ${what.join('\n  ')}\n${script.slice(-Number(values.last)).join('\n')}\n`,
  );
  process.exitCode = 1;
}
