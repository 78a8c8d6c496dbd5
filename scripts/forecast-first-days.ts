import { readFileSync } from 'node:fs';
import { gunzipSync } from 'node:zlib';
import { FORECAST, FORECAST_POLICY, idleTimeout } from '../src/replay/baselines.ts';
import { type ReplayCase, referenceOf, replayPolicy } from '../src/replay/replay-policy.ts';
import { USUAL_NODE_TIMES } from '../src/replay/start-times.ts';
import { readTrace } from '../src/replay/trace.ts';
import { triedPolicy } from '../src/replay/tried-policy.ts';
import { concurrencyQuantile, workloadOf } from '../src/replay/workload.ts';

/**
 * What the forecast with its shipped prior costs and delays in the first days of pools, of which it has learned nothing:
 * `node scripts/forecast-first-days.ts FOLDER [DAYS [TIMES]]`, the folder with logs of jobs as NAME.csv.gz. With TIMES the days come
 * so many times, and the last time counts: what a forecast pays that has seen all of them before. Beside an idle timeout of ten
 * minutes stand the forecast with nothing set, and the one that is told the wait of that timeout as its goal.
 */
const [folder = '.', days = '14', times = '1'] = process.argv.slice(2);
const DAY_S = 86_400;

/** Of each log the jobs of some users are the pool of a team, from a day on. */
const POOLS = [
  { log: 'nasa-ipsc', processorsPerNode: 4, fromDay: 0, mod: 4 },
  { log: 'kth-sp2', processorsPerNode: 2, fromDay: 30, mod: 6 },
  { log: 'sdsc-sp2', processorsPerNode: 2, fromDay: 200, mod: 6 },
  { log: 'msft-itp05', processorsPerNode: 1, fromDay: 0, mod: 1 },
  { log: 'msft-itp09', processorsPerNode: 1, fromDay: 0, mod: 1 },
] as const;

for (const pool of POOLS) {
  const tried = caseOf(pool);
  const reference = referenceOf(tried);
  const idle = replayPolicy(tried, reference, idleTimeout(10)).metrics;
  const told = triedPolicy('the wait of idle-10', {
    ...FORECAST_POLICY,
    forecast: { mode: 'enforce', goal: { kind: 'mean-wait', minutes: idle.waitMeanS / 60 }, spares: true },
  });
  for (const [name, metrics] of [
    ['idle-10', idle],
    ['nothing set', replayPolicy(tried, reference, FORECAST).metrics],
    [told.name, replayPolicy(tried, reference, told).metrics],
  ] as const) {
    const { costRatio, waitMeanS, waitP95S } = metrics;
    const figures = `${costRatio.toFixed(3)} × the least, mean wait ${waitMeanS.toFixed(0)} s, 95 % ${waitP95S.toFixed(0)} s`;
    process.stdout.write(`${pool.log} 1/${pool.mod} (${tried.pool.nodes} nodes) ${name}: ${figures}\n`);
  }
}

function caseOf({ log, processorsPerNode, fromDay, mod }: (typeof POOLS)[number]): ReplayCase {
  const text = gunzipSync(readFileSync(`${folder}/${log}.csv.gz`)).toString('utf8');
  const lengthS = Number(days) * DAY_S;
  const once = readTrace(text, { processorsPerNode, fromDay, days: Number(days) }).filter(
    ({ family, submittedS }) => Number(family) % mod === 0 && submittedS < lengthS,
  );
  const records = Array.from({ length: Number(times) }, (_, time) =>
    once.map((record) => ({ ...record, submittedS: record.submittedS + time * lengthS })),
  ).flat();
  const untilS = Number(times) * lengthS;
  const nodes = Math.max(2, Math.ceil(concurrencyQuantile(records, { fromS: 0, untilS, quantile: 0.995 })));
  return {
    workload: workloadOf(records, nodes),
    pool: { nodes, slotsPerNode: 1, startEpochS: fromDay * DAY_S, scoredFromS: untilS - lengthS, scoredUntilS: untilS },
    options: { times: USUAL_NODE_TIMES, tickS: 60, seed: 1 },
  };
}
