import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { cpus } from 'node:os';
import { parseArgs } from 'node:util';
import { audit } from './audit.bench.ts';
import { auditHistory } from './audit-history.bench.ts';
import { type Benchmark, figureText, foundIn, goalText, isMet, type Result, rounded } from './benchmark.ts';
import { calendars } from './calendars.bench.ts';
import { coldStart } from './cold-start.bench.ts';
import { commandLine } from './command-line.bench.ts';
import { compareResults, comparisonText } from './compare.ts';
import { decision } from './decision.bench.ts';
import { emulator } from './emulator.bench.ts';
import { forecast } from './forecast.bench.ts';
import { largePools, manyPools } from './large-accounts.bench.ts';
import type { Timing } from './measure.ts';
import { type FirstFigures, withTable } from './performance-table.ts';
import { mergeResults, RESULTS, readResults, type SavedResult, type SavedResults } from './saved-results.ts';
import { schedules } from './schedules.bench.ts';
import { tick } from './tick.bench.ts';

const BENCHMARKS: readonly Benchmark[] = [
  tick,
  largePools,
  manyPools,
  audit,
  auditHistory,
  schedules,
  calendars,
  decision,
  forecast,
  coldStart,
  commandLine,
  emulator,
];

const USAGE = `Usage: npm run bench -- [names] [options]
  names            ${BENCHMARKS.map(({ name }) => name).join(', ')}; all without any
  --against FILE   says which ratios fell since the run in FILE, and ends with 1 where one did
  --save           keeps the results in ${RESULTS} and in docs/performance.md
  --json           prints the results as JSON
`;

const { values: options, positionals: asked } = parseArgs({
  allowPositionals: true,
  options: {
    against: { type: 'string' },
    save: { type: 'boolean', default: false },
    json: { type: 'boolean', default: false },
    help: { type: 'boolean', default: false },
  },
});
const unknown = asked.filter((name) => !BENCHMARKS.some((benchmark) => benchmark.name === name));
if (options.help || unknown.length > 0) {
  process.stderr.write(`${unknown.map((name) => `There is no benchmark ${name}.\n`).join('')}${USAGE}`);
  process.exit(unknown.length > 0 ? 2 : 0);
}

// Before anything is measured: a file that is not there is said now, and not in half an hour.
const before = options.against === undefined ? undefined : readResults(options.against);
const results = await runAll(BENCHMARKS.filter(({ name }) => asked.length === 0 || asked.includes(name)));
const machine = { node: process.version, cpu: cpus()[0]?.model.trim(), cores: cpus().length };
process.stdout.write(options.json ? `${JSON.stringify({ machine, results })}\n` : results.map(textOf).join(''));
if (options.save) save({ machine, results });
if (before !== undefined) {
  const comparison = compareResults(before.results, results);
  process.stderr.write(comparisonText(comparison));
  if (comparison.falls.length > 0) process.exitCode = 1;
}

async function runAll(benchmarks: readonly Benchmark[]): Promise<readonly SavedResult[]> {
  const found: SavedResult[] = [];
  for (const { name, run } of benchmarks) {
    process.stderr.write(`${name} …\n`);
    found.push(...(await run()).map((result) => ({ ...result, by: name })));
  }
  return found;
}

function save(saved: SavedResults): void {
  const kept = existsSync(RESULTS) ? readResults(RESULTS).results : [];
  const all = { ...saved, results: mergeResults(kept, saved.results) };
  writeFileSync(RESULTS, `${JSON.stringify(all, undefined, 2)}\n`);
  const first = JSON.parse(readFileSync('bench/first-figures.json', 'utf8')) as FirstFigures;
  writeFileSync('docs/performance.md', withTable(readFileSync('docs/performance.md', 'utf8'), all, first));
}

function textOf(result: Result): string {
  const { benchmark, unit, ours, other, ratio, note } = result;
  const timing = ({ unitsPerSecond, millisecondsARound, processorMillisecondsARound, name }: Timing) =>
    `  ${rounded(unitsPerSecond)} ${unit}/s, ${millisecondsARound.toFixed(1)} ms, ${processorMillisecondsARound.toFixed(1)} ms of a processor   ${name}\n`;
  const found = `  ${figureText(result, foundIn(result))}   goal: ${goalText(result)}, ${isMet(result) ? 'met' : 'not met'}`;
  const said = note === undefined ? '' : `   ${note}`;
  return `${benchmark}\n${timing(ours)}${timing(other)}${found}   ${ratio.toFixed(2)} × as fast${said}\n`;
}
