/**
 * Every field that a line of the log can have, with what it says: docs/operations.md has the same table. A line is one JSON
 * object, so that a query reads a field and not a sentence.
 */
export const LOG_FIELDS = {
  event: 'what the line is about, see below; always the first field',
  message: 'one sentence for people',
  account: 'the Batch account',
  pool: 'the pool',
  node: 'the node',
  document: 'a document as `schedules/office-hours`',
  correlation: 'what belongs together: all lines and audit records of one evaluation or request have the same',
  action: 'what an audit record tells of, as `start` or `circuit.opened`',
  phase: '`intent`, `outcome` or `event` of an audit record',
  outcome: 'what became of an act: `accepted`, `refused`, `failed` …',
  actor: 'who acted, as in the audit log',
  policy: 'the policy that held, with its version',
  at: 'the instant by the clock of the app',
  seconds: 'how long a node took to become ready or off: its lead time',
  pools: 'pools that were looked at',
  due: 'pools for which an evaluation was asked for',
  problems: 'accounts or parts that could not be looked at',
  lag: 'seconds from the minute for which the timer was due to the begin of the tick',
  since: 'seconds since the last tick that came to its end',
  duration: 'milliseconds that the run took',
  age: 'seconds that the message had waited in its queue',
  decisions: 'nodes by action and rule, as `{"start schedule":3,"none budget":2}`',
  nodes: 'nodes by state, as `{"idle":4,"deallocated":6}`',
  calls:
    'answers of Batch by status since the last such line of the process, as `{"200":12,"429":1}`; `none` is no answer',
  retries: 'how many of these requests were repeated',
  attempts: 'attempts of a delivery so far',
  ok: 'whether a check found everything in order',
  count: 'how many',
} as const;

export type LogField = keyof typeof LOG_FIELDS;

/** What lines of the log are about. */
export const LOG_EVENTS = {
  tick: 'a run of the timer `evaluate-pools`',
  evaluation: 'the evaluation of one pool',
  audit: 'a record was added to the audit log; everything that happens to nodes is there',
  request: 'a request by hand was carried out',
  delivery: 'an attempt to deliver an event',
  health: 'a run of the timer `collect-health` for one account',
  notices: 'notices of windows that are about to close',
  anchor: 'the ends of chains of the audit log were kept in blobs that only grow',
  verification: 'the audit log was verified',
  cleanup: 'old entries were deleted',
  archive: 'months of the audit log were moved to blobs',
  spending: 'what was spent on pools on the day before was summed up',
  document: 'a document was taken over from a file',
  problem: 'something went wrong that stopped nothing else',
} as const;

export type LogEvent = keyof typeof LOG_EVENTS;

type LogValue = string | number | boolean | Readonly<Record<string, number>>;

/** One line. What does not apply is left out. */
export type LogLine = { readonly event: LogEvent } & Partial<
  Readonly<Record<Exclude<LogField, 'event'>, LogValue | undefined>>
>;

/** Where lines go. */
export type WriteLine = (line: LogLine) => void;

/** The line as it is written: JSON with the event first, by which queries find it without reading the rest. */
export function lineText({ event, ...fields }: LogLine): string {
  return JSON.stringify({ event, ...fields });
}
