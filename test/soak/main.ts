import { parseArgs } from 'node:util';
import { endWithUsage, wholeNumber } from '../support/script-options.ts';
import { runSoak } from './run-soak.ts';

const USAGE = `Usage: npm run soak -- [options]
  --seed N     demand, acts of people and faults are drawn from it (1)
  --minutes N  how many virtual minutes pass (1000000)
  --parts N    in how many parts they are told (20)
  --help       prints this
`;

const { values } = parseArgs({
  options: {
    seed: { type: 'string', default: '1' },
    minutes: { type: 'string', default: '1000000' },
    parts: { type: 'string', default: '20' },
    help: { type: 'boolean', default: false },
  },
});
endWithUsage(values.help, USAGE);
const asked = {
  seed: wholeNumber('seed', values.seed),
  minutes: wholeNumber('minutes', values.minutes),
  parts: wholeNumber('parts', values.parts),
};
for await (const { faults, heap, ...part } of runSoak(asked)) {
  const kept = `largest state ${part.largestState} characters, ${part.spendings} spendings, ${part.days} days, model ${part.modelBytes} bytes`;
  const done = `${part.evaluations} evaluations, ${part.acts} acts, ${part.records} records checked`;
  process.stdout.write(`${part.minutes} minutes: ${done}; ${kept}; heap ${heap.toFixed(1)} MiB\n`);
  if (faults.length === 0) continue;
  process.stdout.write(`${faults.length} faults, as:\n  ${faults.slice(0, 20).join('\n  ')}\n`);
  process.exitCode = 1;
}
