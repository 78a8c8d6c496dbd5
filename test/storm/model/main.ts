import { parseArgs } from 'node:util';
import { endWithUsage, wholeNumber } from '../../support/script-options.ts';
import { runModel } from './run-model.ts';

const USAGE = `Usage: npm run storm:model -- [options]
  --seed N   the worlds are drawn from it (1)
  --steps N  how many steps are made in all of them (1000000)
  --last N   how many lines of its script are printed of a world in which a law was broken (40)
  --help     prints this
`;

const { values } = parseArgs({
  options: {
    seed: { type: 'string', default: '1' },
    steps: { type: 'string', default: '1000000' },
    last: { type: 'string', default: '40' },
    help: { type: 'boolean', default: false },
  },
});
endWithUsage(values.help, USAGE);
const asked = { seed: wholeNumber('seed', values.seed), steps: wholeNumber('steps', values.steps) };
const last = wholeNumber('last', values.last);
const began = performance.now();
const run = runModel(asked);
const seconds = Math.round((performance.now() - began) / 1000);
process.stdout.write(
  `seed ${asked.seed}: ${run.steps} steps, ${run.acts} acts, ${run.crashes} crashes in ${seconds} s\n`,
);
if (run.breach !== undefined) {
  const { seed, what, script } = run.breach;
  process.stdout.write(
    `A law is broken in the world of seed ${seed}:\n  ${what.join('\n  ')}\n${script.slice(-last).join('\n')}\n`,
  );
  process.exitCode = 1;
}
