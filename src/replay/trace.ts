import type { JobRecord } from './workload.ts';

/** A recorded log of jobs that could not be read. */
export class TraceFault extends Error {
  override readonly name = 'TraceFault';
}

/** What a job of a log becomes. */
export interface TraceOptions {
  /** Processors of a node: a job of 9 processors is 3 tasks on nodes of 4. */
  readonly processorsPerNode: number;
  /** The first day of the log that counts, and how many, from there on. */
  readonly fromDay: number;
  readonly days: number;
}

const HEADER = ['submit_s', 'runtime_s', 'nodes', 'user'];
const DAY_S = 86_400;

/**
 * Reads a log of jobs: a header `submit_s,runtime_s,nodes,user`, then one job a line, with seconds since the log begins. Tasks of
 * a job are submitted together. Jobs are given in the order of their submission, with seconds since the first day that counts.
 * @throws TraceFault with the line, for a text that is no such log
 */
export function readTrace(text: string, options: TraceOptions): readonly JobRecord[] {
  const [header = '', ...lines] = text.split(/\r?\n/);
  if (HEADER.some((name, index) => header.split(',')[index] !== name)) {
    throw new TraceFault(`line 1: the header ${HEADER.join(',')} is expected`);
  }
  const fromS = options.fromDay * DAY_S;
  const untilS = fromS + options.days * DAY_S;
  return lines
    .flatMap((line, index) => (line === '' ? [] : [jobOf(line, { ...options, number: index + 2 })]))
    .filter(({ submittedS }) => submittedS >= fromS && submittedS < untilS)
    .map((job) => ({ ...job, submittedS: job.submittedS - fromS }))
    .toSorted((a, b) => a.submittedS - b.submittedS);
}

function jobOf(line: string, { number, processorsPerNode }: TraceOptions & { readonly number: number }): JobRecord {
  const [submittedS = Number.NaN, runS = Number.NaN, processors = Number.NaN] = line.split(',', 3).map(Number);
  const family = line.split(',')[3];
  const isJob = submittedS >= 0 && runS >= 0 && processors >= 1 && family !== undefined;
  if (!isJob) throw new TraceFault(`line ${number}: seconds, seconds, a number of processors and a user are expected`);
  return { submittedS, runS, tasks: Math.ceil(processors / processorsPerNode), family };
}
