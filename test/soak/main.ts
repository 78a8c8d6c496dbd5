import { parseArgs } from 'node:util';
import { runSoak } from './run-soak.ts';

const { values } = parseArgs({
  options: {
    seed: { type: 'string', default: '1' },
    minutes: { type: 'string', default: '1000000' },
    parts: { type: 'string', default: '20' },
  },
});
const asked = { seed: Number(values.seed), minutes: Number(values.minutes), parts: Number(values.parts) };
for await (const { faults, heap, ...part } of runSoak(asked)) {
  const kept = `largest state ${part.largestState} characters, ${part.spendings} spendings, ${part.days} days, model ${part.modelBytes} bytes`;
  const done = `${part.evaluations} evaluations, ${part.acts} acts, ${part.records} records checked`;
  process.stdout.write(`${part.minutes} minutes: ${done}; ${kept}; heap ${heap.toFixed(1)} MiB\n`);
  if (faults.length === 0) continue;
  process.stdout.write(`${faults.length} faults, as:\n  ${faults.slice(0, 20).join('\n  ')}\n`);
  process.exitCode = 1;
}
