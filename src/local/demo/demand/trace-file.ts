import { existsSync, readFileSync } from 'node:fs';
import { gunzipSync } from 'node:zlib';
import { Temporal } from 'temporal-polyfill';

/** One job of a recorded log. */
export interface TraceJob {
  readonly submitted: Temporal.Instant;
  readonly runtimeSeconds: number;
  /** How many processors it used at the same time. */
  readonly width: number;
}

/** A recorded log of a batch system. */
export interface Trace {
  /** The time zone in which it was recorded. */
  readonly timeZone: string;
  readonly source: string;
  /** Its terms of use. */
  readonly terms: string;
  /** In order of submission. */
  readonly jobs: readonly TraceJob[];
}

const HEADER = 'submit_s,runtime_s,nodes,user';

/**
 * Parses a log: CSV with the columns `submit_s,runtime_s,nodes,user`, plain or gzipped; `NAME.meta.json` beside it has `t0` in
 * UNIX seconds, `timeZone` and `source`. Without it, the log begins in 1970 in UTC.
 * @throws Error with the line that is invalid
 */
export function readTrace(file: string): Trace {
  const bytes = readFileSync(file);
  const text = (file.endsWith('.gz') ? gunzipSync(bytes) : bytes).toString('utf8');
  const { t0, timeZone, source, licence } = readMeta(file.replace(/\.csv(\.gz)?$/, '.meta.json'), file);
  const [header, ...lines] = text.trimEnd().split('\n');
  if (header?.trim() !== HEADER) throw new Error(`${file}: the first line is '${header}', '${HEADER}' is expected.`);
  const jobs = lines.map((line, index): TraceJob => {
    const [submit, runtimeSeconds, width] = line.split(',').map(Number);
    if (!isCount(submit) || !isCount(runtimeSeconds) || !isCount(width)) {
      throw new Error(`${file}:${index + 2}: '${line}' is not ${HEADER} in numbers.`);
    }
    return { submitted: Temporal.Instant.fromEpochMilliseconds((t0 + submit) * 1000), runtimeSeconds, width };
  });
  return {
    timeZone,
    source,
    terms: licence,
    jobs: jobs.toSorted((a, b) => Temporal.Instant.compare(a.submitted, b.submitted)),
  };
}

interface Meta {
  readonly t0: number;
  readonly timeZone: string;
  readonly source: string;
  readonly licence: string;
}

function readMeta(file: string, log: string): Meta {
  if (!existsSync(file)) return { t0: 0, timeZone: 'Etc/UTC', source: log, licence: '' };
  return JSON.parse(readFileSync(file, 'utf8')) as Meta;
}

function isCount(value: number | undefined): value is number {
  return value !== undefined && Number.isFinite(value) && value >= 0;
}
