import { readFileSync } from 'node:fs';
import { gunzipSync } from 'node:zlib';
import type { ReplayCase } from '../../replay/replay-policy.ts';
import { USUAL_NODE_TIMES } from '../../replay/start-times.ts';
import { readTrace, TraceFault } from '../../replay/trace.ts';
import { concurrencyQuantile, workloadOf } from '../../replay/workload.ts';
import { Misuse } from '../terminal/misuse.ts';

/** A log of jobs, and the pool that it is simulated on. */
export interface TraceCase {
  readonly trace: string;
  readonly nodes?: number | undefined;
  readonly slots?: number | undefined;
  /** Processors of the log that make a task. */
  readonly perNode?: number | undefined;
  readonly fromDay?: number | undefined;
  readonly days?: number | undefined;
  readonly burnIn?: number | undefined;
  /** In seconds since the epoch. */
  readonly start?: number | undefined;
  readonly startMedian?: number | undefined;
  readonly seed?: number | undefined;
}

const DAY_S = 86_400;
const USUAL_DAYS = 90;

/** Reads a log of jobs from a file, with its pool. @throws Misuse for a file that cannot be read or has no jobs */
export function traceCase({
  slots = 1,
  perNode = 1,
  fromDay = 0,
  days = USUAL_DAYS,
  burnIn = 14,
  start = 0,
  startMedian = USUAL_NODE_TIMES.startMedianS,
  seed = 1,
  ...options
}: TraceCase): ReplayCase {
  const records = recordsIn(options.trace, { processorsPerNode: perNode, fromDay, days });
  const last = records.at(-1);
  if (last === undefined) throw new Misuse(`${options.trace} has no jobs in these days`);
  const scoredUntilS = Math.min(days, Math.ceil((last.submittedS + 1) / DAY_S)) * DAY_S;
  const scoredFromS = Math.min(burnIn * DAY_S, scoredUntilS / 2);
  const most = concurrencyQuantile(records, { fromS: scoredFromS, untilS: scoredUntilS, quantile: 0.995 });
  const nodes = options.nodes ?? Math.max(2, Math.ceil(most / slots));
  return {
    workload: workloadOf(records, nodes * slots),
    pool: { nodes, slotsPerNode: slots, startEpochS: start + fromDay * DAY_S, scoredFromS, scoredUntilS },
    options: { times: { ...USUAL_NODE_TIMES, startMedianS: startMedian }, tickS: 60, seed },
  };
}

function recordsIn(file: string, options: Parameters<typeof readTrace>[1]) {
  try {
    return readTrace(textOf(file), options);
  } catch (error) {
    if (error instanceof TraceFault) throw new Misuse(`${file}: ${error.message}`);
    throw error;
  }
}

function textOf(file: string): string {
  try {
    const bytes = readFileSync(file);
    return (file.endsWith('.gz') ? gunzipSync(bytes) : bytes).toString('utf8');
  } catch (error) {
    throw new Misuse(`${file} could not be read: ${(error as Error).message}`);
  }
}
