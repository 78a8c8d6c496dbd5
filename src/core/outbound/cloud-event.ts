import { type AuditRecord, recordId } from '../audit/record.ts';
import { eventTypeOf } from './event-type.ts';

/** An event as receivers get it: https://github.com/cloudevents/spec/blob/v1.0.2/cloudevents/spec.md in the JSON format. */
export interface CloudEvent {
  readonly specversion: '1.0';
  /** The same in every delivery; unique together with `source`. */
  readonly id: string;
  /** `/lamplighter/accounts/demo/pools/render`, `/lamplighter/documents` */
  readonly source: string;
  /** The node or the document of the event. */
  readonly subject?: string;
  readonly type: string;
  /** By the clock of the app. */
  readonly time: string;
  readonly datacontenttype: 'application/json';
  readonly data: EventData;
}

/** The data of an event; members that do not apply are missing. */
export interface EventData {
  /** One sentence for people. */
  readonly reason: string;
  readonly actor: string;
  /** The correlation that all records of one evaluation or request share. */
  readonly correlation: string;
  readonly account?: string | undefined;
  readonly pool?: string | undefined;
  readonly node?: string | undefined;
  readonly document?: string | undefined;
  /** The policy that applied, as id and version. */
  readonly policy?: string | undefined;
  readonly before?: unknown;
  readonly after?: unknown;
  /** The members that were omitted because the event would have become too large; the audit log has them. */
  readonly omitted?: readonly string[] | undefined;
  readonly [more: string]: unknown;
}

/** The event of an audit record; `undefined` if it is not published. */
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

/** The source of an event: a pool, or the documents. */
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
