import { type AuditRecord, recordId } from '../audit/record.ts';
import { eventTypeOf } from './event-type.ts';

/**
 * Something that has happened, as receivers get it: https://github.com/cloudevents/spec/blob/v1.0.2/cloudevents/spec.md
 * in the JSON format.
 */
export interface CloudEvent {
  readonly specversion: '1.0';
  /** The same however often it is told; with `source` nobody else's. */
  readonly id: string;
  /** `/lamplighter/accounts/demo/pools/render`, `/lamplighter/documents` */
  readonly source: string;
  /** The node or the document that it is about. */
  readonly subject?: string;
  readonly type: string;
  /** By the clock of the app. */
  readonly time: string;
  readonly datacontenttype: 'application/json';
  readonly data: EventData;
}

/** What an event says; what does not apply is left out. */
export interface EventData {
  /** One sentence for people. */
  readonly reason: string;
  readonly actor: string;
  /** All records of one evaluation or one request have the same. */
  readonly correlation: string;
  readonly account?: string | undefined;
  readonly pool?: string | undefined;
  readonly node?: string | undefined;
  readonly document?: string | undefined;
  /** The policy that held, as id and version. */
  readonly policy?: string | undefined;
  readonly before?: unknown;
  readonly after?: unknown;
  /** What was left out because the event would have become too large; the audit log has it. */
  readonly omitted?: readonly string[] | undefined;
  readonly [more: string]: unknown;
}

/** The event that a record of the audit log is told as; `undefined` for one that is not sent. */
export function toCloudEvent(record: AuditRecord): CloudEvent | undefined {
  const type = eventTypeOf(record.action);
  if (type === undefined || record.phase !== 'event') return undefined;
  const { at, subject, reason, actor, correlation, policy, before, after } = record;
  const about = subject.node ?? subject.document;
  return {
    specversion: '1.0',
    id: recordId(record),
    source: sourceOf(subject),
    ...(about !== undefined && { subject: about }),
    type,
    time: at.toString(),
    datacontenttype: 'application/json',
    data: {
      reason,
      actor,
      correlation,
      ...subject,
      ...(policy !== undefined && { policy }),
      ...(before !== undefined && { before }),
      ...(after !== undefined && { after }),
    },
  };
}

/** Where an event comes from: a pool, or the documents. */
export function sourceOf({
  account,
  pool,
}: {
  readonly account?: string | undefined;
  readonly pool?: string | undefined;
}) {
  return account === undefined || pool === undefined
    ? '/lamplighter/documents'
    : `/lamplighter/accounts/${account}/pools/${pool}`;
}
