import { readFileSync, writeFileSync } from 'node:fs';
import { gunzipSync } from 'node:zlib';
import { type ForecastModel, newModel, observe } from '../src/core/forecast/forecast-model.ts';
import type { ForecastPrior } from '../src/core/forecast/forecast-prior.ts';
import { SimulatedPool } from '../src/replay/simulated-pool.ts';
import { USUAL_NODE_TIMES } from '../src/replay/start-times.ts';
import { readTrace } from '../src/replay/trace.ts';
import { concurrencyQuantile, type JobRecord, workloadOf } from '../src/replay/workload.ts';

const OUT = 'src/core/forecast/forecast-prior.json';
const DAYS = 60;
const DAY_S = 86_400;
/** A count of a cell weighs no more: what a pool does itself outweighs it within days. */
const MOST_SEEN = 25;
/** Of each log the jobs of every so many users are the pool of a team. */
const TEAMS = [1, 2, 4, 6];
const LEAST_NODES = 3;
const MOST_NODES = 150;

/**
 * Makes the prior of the forecast from logs of jobs: `node scripts/forecast-prior.ts [--out FILE] FOLDER/NAME…`, each with
 * NAME.csv.gz and NAME.meta.json. Of each log the pools of teams of several sizes are simulated with all nodes on, a forecast
 * without a prior learns from each of them, and the prior is the mean of what they have learned.
 */
const parameters = process.argv.slice(2);
const out = parameters[0] === '--out' ? parameters.splice(0, 2)[1] : OUT;
const models = parameters.flatMap((log) => TEAMS.flatMap((mod) => modelOf(log, mod)));
const prior: ForecastPrior = { logs: parameters.map(sourceOf), ...meanOf(models) };
writeFileSync(out ?? OUT, `${JSON.stringify(prior)}\n`);
process.stdout.write(`${models.length} pools of ${parameters.length} logs\n`);

function sourceOf(log: string) {
  const meta = JSON.parse(readFileSync(`${log}.meta.json`, 'utf8')) as Readonly<Record<string, string>>;
  return { name: meta['name'] ?? '', source: meta['source'] ?? '', terms: meta['licence'] ?? '' };
}

function modelOf(log: string, mod: number): readonly ForecastModel[] {
  const text = gunzipSync(readFileSync(`${log}.csv.gz`)).toString('utf8');
  const all = readTrace(text, { processorsPerNode: 2, fromDay: 0, days: DAYS });
  const records = all.filter(({ family }) => hashOf(family) % mod === 0);
  const untilS = Math.min(DAYS * DAY_S, (records.at(-1)?.submittedS ?? 0) + 1);
  const nodes = Math.ceil(concurrencyQuantile(records, { fromS: 0, untilS, quantile: 0.995 }));
  if (nodes < LEAST_NODES || nodes > MOST_NODES) return [];
  process.stdout.write(`${log} 1/${mod}: ${nodes} nodes, ${records.length} jobs\n`);
  return [learned(records, { nodes, untilS })];
}

function learned(
  records: readonly JobRecord[],
  { nodes, untilS }: { readonly nodes: number; readonly untilS: number },
) {
  const pool = { nodes, slotsPerNode: 1, startEpochS: 0, scoredFromS: 0, scoredUntilS: untilS };
  const options = { times: USUAL_NODE_TIMES, tickS: 60, seed: 1 };
  const simulated = new SimulatedPool(workloadOf(records, nodes), pool, options);
  simulated.switchAllOn();
  const model = newModel(nodes);
  for (let seen = simulated.nextTick(); seen !== undefined; seen = simulated.nextTick()) {
    const { nowS, pendingTasks: waitingTasks, runningTasks, submittedTasks, endedTasks } = seen;
    const needed = Math.min(nodes, waitingTasks + runningTasks);
    const work = { needed, waitingTasks, runningTasks, submittedTasks, endedTasks };
    const on = { slotsPerNode: 1, nodes, paidNodes: needed, readyNodes: nodes, restartMinutes: 4 };
    observe(model, { epochMilliseconds: nowS * 1000, ...work, ...on }, undefined);
  }
  return model;
}

function meanOf(of: readonly ForecastModel[]): Omit<ForecastPrior, 'logs'> {
  const tables = of.map(({ table }) => capped(table));
  return {
    seen: meanOfEach(tables.map(({ seen }) => seen)),
    hits: meanOfEach(tables.map(({ hits }) => hits)),
  };
}

/** Each pool counts alike, however large it is. */
function capped({ coarseSeen, coarseHits }: ForecastModel['table']) {
  const steps = coarseHits.length / coarseSeen.length;
  const shares = Array.from(coarseSeen, (count) => (count > MOST_SEEN ? MOST_SEEN / count : 1));
  return {
    seen: Array.from(coarseSeen, (count, cell) => count * (shares[cell] ?? 1)),
    hits: Array.from(coarseHits, (count, place) => count * (shares[Math.floor(place / steps)] ?? 1)),
  };
}

function meanOfEach(lists: readonly (readonly number[])[]): readonly number[] {
  return (lists[0] ?? []).map((_, place) =>
    rounded(lists.reduce((sum, list) => sum + (list[place] ?? 0) / lists.length, 0)),
  );
}

function rounded(value: number): number {
  return Number(value.toPrecision(4));
}

/** FNV-1a. */
function hashOf(text: string): number {
  let hash = 0x811c9dc5;
  for (const character of text) hash = Math.imul(hash ^ (character.codePointAt(0) ?? 0), 0x01000193) >>> 0;
  return hash;
}
