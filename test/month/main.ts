import { parseArgs } from 'node:util';
import type { Waits } from './month-waits.ts';
import { type PoolMonth, runMonth } from './run-month.ts';

const { values } = parseArgs({
  options: {
    days: { type: 'string', default: '28' },
    seed: { type: 'string', default: '1' },
    learning: { type: 'string', default: '72' },
  },
});
const asked = { days: Number(values.days), seed: Number(values.seed), learningHours: Number(values.learning) };
const { pools, waits, faults, ...counts } = await runMonth(asked);

const lines = [
  `${asked.days} days, seed ${asked.seed}; counted after ${asked.learningHours} hours`,
  ...pools.flatMap(linesOf),
  ...[...waits].map(([kind, of]) => `${kind}: ${said(of)}`),
  `${counts.scheduledJobsMet} of ${counts.scheduledJobs} jobs of schedules found a node for every task`,
  `${counts.ticks} ticks, ${(counts.calls / counts.ticks).toFixed(1)} calls each; ${counts.records} records checked`,
  `${faults.length} faults${faults.length === 0 ? '' : `, as:\n  ${faults.slice(0, 20).join('\n  ')}`}`,
];
process.stdout.write(`${lines.join('\n')}\n`);
process.exitCode = faults.length === 0 ? 0 : 1;

function linesOf({
  pool,
  nodeHours,
  causes,
  alwaysOnHours,
  starts,
  waits: of,
  replayed,
}: PoolMonth): readonly string[] {
  const { idleTen, forecast, atBest } = replayed;
  const share = (hours: number) => (hours / idleTen.leastHours).toFixed(3);
  return [
    `${pool}: ${nodeHours.toFixed(1)} node-hours, ${share(nodeHours)} x the least; ${starts} starts`,
    `  of the least: ${Object.entries(causes)
      .map(([cause, hours]) => `${cause} ${share(hours)}`)
      .join(', ')}`,
    `  always on ${share(alwaysOnHours)}; idle 10 ${share(idleTen.allocatedHours)}, mean wait ${idleTen.waitMeanS.toFixed(0)} s; the forecast in the replay ${share(forecast.allocatedHours)}, ${forecast.waitMeanS.toFixed(0)} s`,
    `  with a mean wait of 15 s of known work at least ${atBest.atAnyTime.toFixed(3)}, acting each minute ${atBest.eachMinute.toFixed(3)}`,
    ...[...of].map(([kind, waited]) => `  ${kind}: ${said(waited)}`),
  ];
}

function said({ tasks, meanS, p95S, longestS, never }: Waits): string {
  const times = [`mean ${meanS.toFixed(1)} s`, `p95 ${p95S.toFixed(0)} s`, `longest ${longestS.toFixed(0)} s`];
  return `${tasks} tasks, ${times.join(', ')}${never === 0 ? '' : `, ${never} never began`}`;
}
