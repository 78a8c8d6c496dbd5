import type { JobRecord } from './workload.ts';

/** A recorded log of jobs that could not be read. */
export class TraceFault extends Error {
  override readonly name = 'TraceFault';
}

/** How the jobs of a log are read. */
export interface TraceOptions {
  /** Processors of a node: a job of 9 processors is 3 tasks on nodes of 4. */
  readonly processorsPerNode: number;
  /** The first day of the log that is used, from 0, and the number of days from there on. */
  readonly fromDay: number;
  readonly days: number;
}

const HEADER = ['submit_s', 'runtime_s', 'nodes', 'user'];
/** Optional columns: the job schedule of a job, its id, and the id of the job that it waits for. */
const KNOWN = ['schedule', 'id', 'after'] as const;
const DAY_S = 86_400;

/**
 * Reads a log of jobs: a header `submit_s,runtime_s,nodes,user`, then one job a line, with seconds since the log begins. The
 * tasks of a job are submitted together. The columns `schedule`, `id` and `after` are optional: the job schedule that creates
 * the job, so that its time is known in advance; its id; and the id of an earlier job whose tasks must end before its own can
 * run.
 * @returns the jobs in order of submission, with seconds since the first day that is used
 * @throws TraceFault with the line, for a text that is not such a log
 */
export function readTrace(text: string, options: TraceOptions): readonly JobRecord[] {
  const [header = '', ...lines] = text.split(/\r?\n/);
  if (HEADER.some((name, index) => header.split(',')[index] !== name)) {
    throw new TraceFault(`line 1: the header ${HEADER.join(',')} is expected`);
  }
  const columns = header.split(',');
  const fromS = options.fromDay * DAY_S;
  const untilS = fromS + options.days * DAY_S;
  return lines
    .flatMap((line, index) => (line === '' ? [] : [jobOf(line, { ...options, number: index + 2, columns })]))
    .filter(({ submittedS }) => submittedS >= fromS && submittedS < untilS)
    .map((job) => ({ ...job, submittedS: job.submittedS - fromS }))
    .toSorted((a, b) => a.submittedS - b.submittedS);
}

interface LineOptions extends TraceOptions {
  readonly number: number;
  readonly columns: readonly string[];
}

function jobOf(line: string, { number, processorsPerNode, columns }: LineOptions): JobRecord {
  const [submittedS = Number.NaN, runS = Number.NaN, processors = Number.NaN] = line.split(',', 3).map(Number);
  const family = line.split(',')[3];
  const isJob = submittedS >= 0 && runS >= 0 && processors >= 1 && family !== undefined;
  if (!isJob) throw new TraceFault(`line ${number}: seconds, seconds, a number of processors and a user are expected`);
  const cells = line.split(',');
  const known = KNOWN.flatMap((name) => {
    const cell = cells[columns.indexOf(name)] ?? '';
    return cell === '' ? [] : [[name, cell] as const];
  });
  const tasks = Math.ceil(processors / processorsPerNode);
  return { submittedS, runS, tasks, family, ...Object.fromEntries(known) };
}
