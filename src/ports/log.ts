/**
 * All fields of a log line, with their meaning; docs/operations.md has the same table. A line is one JSON object, so that a
 * query reads fields, not sentences.
 */
export const LOG_FIELDS = {
  event: 'the kind of line, one of the table above; always the first field',
  message: 'one sentence for people',
  account: 'the Batch account',
  pool: 'the pool',
  node: 'the node',
  document: 'a document, such as `schedules/office-hours`',
  correlation: 'the id that all lines and audit records of one evaluation or request share',
  action: 'the action of an audit record, such as `start` or `circuit.opened`',
  phase: '`intent`, `outcome` or `event` of an audit record',
  outcome: 'the result of an act: `accepted`, `refused`, `failed` …',
  actor: 'who acted, as in the audit log',
  policy: 'the policy that applied, with its version',
  at: 'the time by the clock of the app, in UTC',
  seconds: 'seconds that a node took to become ready, which is its lead time, or deallocated',
  pools: 'number of pools that were read',
  due: 'number of pools for which the tick requested an evaluation',
  problems: 'number of accounts or parts that could not be read',
  lag: 'seconds from the minute for which the timer was due to the start of the tick',
  since: 'seconds since the last tick that completed',
  duration: 'duration of the run in milliseconds',
  age: 'seconds that the message waited in its queue; for a tick, that the first message for evaluations has waited so far',
  decisions: 'number of nodes by action and rule, such as `{"start schedule":3,"none budget":2}`',
  nodes: 'number of nodes by state, such as `{"idle":4,"deallocated":6}`',
  calls:
    'number of responses of Batch by status since the last such line of the process, such as `{"200":12,"429":1}`; `none` counts requests without a response',
  retries: 'number of these requests that were retries',
  attempts: 'number of attempts of a delivery so far',
  ok: '`true` if the verification found no fault',
  count: 'the number of things that the message names',
} as const;

export type LogField = keyof typeof LOG_FIELDS;

/** The kinds of log lines. */
export const LOG_EVENTS = {
  tick: 'a run of the timer `evaluate-pools`',
  evaluation: 'the evaluation of one pool',
  audit: 'a record was added to the audit log; every act on a node has such records',
  request: 'a request of a person was carried out',
  delivery: 'an attempt to deliver an event',
  health: 'a run of the timer `collect-health` for one account',
  notices: 'notices were sent of windows that are about to close',
  anchor: 'the heads of the audit chains were saved in append blobs',
  verification: 'the audit log was verified',
  cleanup: 'expired rows were deleted',
  archive: 'months of the audit log were moved to blobs',
  spending: 'the spending on pools on the previous day was computed',
  document: 'a document was saved from its file',
  problem: 'something failed, and everything else went on',
} as const;

export type LogEvent = keyof typeof LOG_EVENTS;

type LogValue = string | number | boolean | Readonly<Record<string, number>>;

/** One line; fields that do not apply are left out. */
export type LogLine = { readonly event: LogEvent } & Partial<
  Readonly<Record<Exclude<LogField, 'event'>, LogValue | undefined>>
>;

/** Writes a line to the log. */
export type WriteLine = (line: LogLine) => void;

/** A line as JSON, with the event first, so that queries can find it without parsing the rest. */
export function lineText({ event, ...fields }: LogLine): string {
  return JSON.stringify({ event, ...fields });
}
