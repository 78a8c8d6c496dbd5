import { writeFileSync } from 'node:fs';
import { cpus } from 'node:os';
import { audit } from './audit.bench.ts';
import { auditHistory } from './audit-history.bench.ts';
import type { Benchmark, Result } from './benchmark.ts';
import { calendars } from './calendars.bench.ts';
import { coldStart } from './cold-start.bench.ts';
import { commandLine } from './command-line.bench.ts';
import { emulator } from './emulator.bench.ts';
import { forecast } from './forecast.bench.ts';
import { schedules } from './schedules.bench.ts';
import { tick } from './tick.bench.ts';

const BENCHMARKS: readonly Benchmark[] = [
  schedules,
  calendars,
  audit,
  auditHistory,
  tick,
  forecast,
  coldStart,
  commandLine,
  emulator,
];

const asked = process.argv.slice(2).filter((argument) => !argument.startsWith('--'));
const unknown = asked.filter((name) => !BENCHMARKS.some((benchmark) => benchmark.name === name));
if (unknown.length > 0) {
  throw new Error(
    `There is no benchmark ${unknown.join(', ')}; there is ${BENCHMARKS.map(({ name }) => name).join(', ')}.`,
  );
}

const results: Result[] = [];
for (const { name, run } of BENCHMARKS) {
  if (asked.length > 0 && !asked.includes(name)) continue;
  process.stderr.write(`${name} …\n`);
  results.push(...(await run()));
}
const machine = { node: process.version, cpu: cpus()[0]?.model, cores: cpus().length };
writeFileSync('bench/results.json', `${JSON.stringify({ machine, results }, undefined, 2)}\n`);
process.stdout.write(process.argv.includes('--json') ? `${JSON.stringify({ machine, results })}\n` : table(results));

function table(rows: readonly Result[]): string {
  const lines = rows.map(({ benchmark, unit, ours, other, ratio, goal }) =>
    [
      `${benchmark}`,
      `  ${perSecond(ours.unitsPerSecond)} ${unit}/s, ${ours.millisecondsARound.toFixed(1)} ms   ${ours.name}`,
      `  ${perSecond(other.unitsPerSecond)} ${unit}/s, ${other.millisecondsARound.toFixed(1)} ms   ${other.name}`,
      `  ${ratio.toFixed(2)} × as fast   goal: ${goal}`,
    ].join('\n'),
  );
  return `${lines.join('\n')}\n`;
}

function perSecond(value: number): string {
  return value.toLocaleString('en', { maximumFractionDigits: value < 100 ? 1 : 0 });
}
