import { ALWAYS_ON, FORECAST, idleTimeout } from '../src/replay/baselines.ts';
import { referenceOf, replayPolicy } from '../src/replay/replay-policy.ts';
import { leastForKnown } from '../test/replay/support/known-least.ts';
import { knownCase, knownWork } from '../test/replay/support/known-workload.ts';

/**
 * What policies cost and delay in a month of job schedules and dependencies, of which every task is known before:
 * `node scripts/known-month.ts [DAYS] [SEEDS]`, a month for each seed of chance. The month is made up, by
 * `test/replay/support/known-workload.ts`.
 */
const [days = '28', seeds = '3'] = process.argv.slice(2);

/** So long may known work wait on average. */
const HARDLY_S = 15;

for (let seed = 1; seed <= Number(seeds); seed++) {
  const tried = knownCase(knownWork(Number(days), seed), Number(days), seed);
  const reference = referenceOf(tried);
  for (const policy of [FORECAST, idleTimeout(10), ALWAYS_ON]) {
    const { costRatio, known } = replayPolicy(tried, reference, policy).metrics;
    const waits = `${known?.tasks ?? 0} known tasks wait ${known?.waitMeanS.toFixed(1)} s on average, 95 % at most ${known?.waitP95S.toFixed(0)} s`;
    process.stdout.write(`seed ${seed}, ${policy.name}: ${costRatio.toFixed(3)} × the least; ${waits}\n`);
  }
  const [atAnyTime, eachMinute] = [1, 60].map((tickS) =>
    leastForKnown(tried, reference, { waitS: HARDLY_S, tickS }).toFixed(3),
  );
  process.stdout.write(
    `seed ${seed}: with a mean wait of ${HARDLY_S} s at least ${atAnyTime}, acting each minute ${eachMinute}\n`,
  );
}
