import { readFileSync } from 'node:fs';
import { gunzipSync } from 'node:zlib';
import { InvalidArgumentError } from '@commander-js/extra-typings';
import { baselinesIn, FORECAST } from '../../replay/baselines.ts';
import { describeReplays, type NamedReplay } from '../../replay/describe-replays.ts';
import { type ReplayCase, referenceOf, replayPolicy } from '../../replay/replay-policy.ts';
import { USUAL_NODE_TIMES } from '../../replay/start-times.ts';
import { readTrace } from '../../replay/trace.ts';
import { triedPolicy } from '../../replay/tried-policy.ts';
import { concurrencyQuantile, workloadOf } from '../../replay/workload.ts';
import { readPolicyFile, readScheduleFile, schedulesOf } from '../files/policy-file.ts';
import { command, usage } from '../terminal/command.ts';
import { Misuse } from '../terminal/misuse.ts';

const replayUsage = () =>
  usage('replay', 'Tries policies on recorded work: what they would have cost, and how long tasks would have waited.')
    .requiredOption('--trace <file>', 'a log of jobs: submit_s,runtime_s,nodes,user as CSV, also compressed by gzip')
    .option('--policy <file...>', 'the policies to try; they act whatever their mode')
    .option('--schedule <file...>', 'the schedules that the policies name')
    .option('--nodes <number>', 'nodes of the pool (as many as the work needs for all but 0.5 % of the time)', whole)
    .option('--slots <number>', 'task slots of a node', whole, 1)
    .option('--per-node <number>', 'processors of the log that make a task', whole, 1)
    .option('--from-day <number>', 'the first day of the log', fromZero, 0)
    .option('--days <number>', 'how many days of the log', whole, 90)
    .option('--burn-in <number>', 'days in which a policy may learn before it is measured', fromZero, 14)
    .option('--start <instant>', 'when the log begins (1970-01-01T00:00Z)', instantOf, 0)
    .option(
      '--start-median <seconds>',
      'how long half of the starts take at most',
      whole,
      USUAL_NODE_TIMES.startMedianS,
    )
    .option('--seed <number>', 'of what is chance', whole, 1)
    .option('--json', 'the metrics for machines');

/** `replay --trace FILE --policy FILE…`: what policies cost and delay on recorded work, beside always-on, idle timeouts and the least. */
export const replay = command(replayUsage, async ({ options, write }) => {
  const given = await Promise.all((options.schedule ?? []).map(readScheduleFile));
  const named = (options.policy ?? []).map((file) => {
    const policy = readPolicyFile(file);
    return triedPolicy(policy.id, policy, schedulesOf(policy, given));
  });
  const tried = caseOf(options);
  const reference = referenceOf(tried);
  const results: readonly NamedReplay[] = [...baselinesIn('UTC'), FORECAST, ...named].map((policy) => ({
    name: policy.name,
    metrics: replayPolicy(tried, reference, policy).metrics,
  }));
  const { nodes } = tried.pool;
  const least = reference.leastS / 3600;
  write(
    options.json
      ? `${JSON.stringify({ nodes, slotsPerNode: options.slots, leastHours: least, policies: results.map(({ name, metrics }) => ({ policy: name, ...metrics })) })}\n`
      : describeReplays(results, { nodes, leastHours: least }),
  );
  return 0;
});

interface CaseOptions {
  readonly trace: string;
  readonly nodes?: number | undefined;
  readonly slots: number;
  readonly perNode: number;
  readonly fromDay: number;
  readonly days: number;
  readonly burnIn: number;
  readonly start: number;
  readonly startMedian: number;
  readonly seed: number;
}

const DAY_S = 86_400;

function caseOf({ slots, days, burnIn, fromDay, ...options }: CaseOptions): ReplayCase {
  const records = readTrace(textOf(options.trace), { processorsPerNode: options.perNode, fromDay, days });
  const last = records.at(-1);
  if (last === undefined) throw new Misuse(`${options.trace} has no jobs in these days`);
  const scoredUntilS = Math.min(days, Math.ceil((last.submittedS + 1) / DAY_S)) * DAY_S;
  const scoredFromS = Math.min(burnIn * DAY_S, scoredUntilS / 2);
  const most = concurrencyQuantile(records, { fromS: scoredFromS, untilS: scoredUntilS, quantile: 0.995 });
  const nodes = options.nodes ?? Math.max(2, Math.ceil(most / slots));
  return {
    workload: workloadOf(records, nodes * slots),
    pool: { nodes, slotsPerNode: slots, startEpochS: options.start + fromDay * DAY_S, scoredFromS, scoredUntilS },
    options: { times: { ...USUAL_NODE_TIMES, startMedianS: options.startMedian }, tickS: 60, seed: options.seed },
  };
}

function textOf(file: string): string {
  try {
    const bytes = readFileSync(file);
    return (file.endsWith('.gz') ? gunzipSync(bytes) : bytes).toString('utf8');
  } catch (error) {
    throw new Misuse(`${file} could not be read: ${(error as Error).message}`);
  }
}

function whole(text: string): number {
  const number = fromZero(text);
  if (number >= 1) return number;
  throw new InvalidArgumentError('A whole number from 1 on is expected.');
}

function fromZero(text: string): number {
  if (/^\d{1,9}$/.test(text)) return Number(text);
  throw new InvalidArgumentError('A whole number from 0 on is expected.');
}

function instantOf(text: string): number {
  const milliseconds = Date.parse(text);
  if (Number.isNaN(milliseconds)) throw new InvalidArgumentError('A moment such as 2026-03-01T00:00:00Z is expected.');
  return milliseconds / 1000;
}
