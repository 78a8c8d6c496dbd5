import { Temporal } from 'temporal-polyfill';
import type { AuditRecord, Phase } from '../../../core/audit/record.ts';
import type { Outcome } from '../../../core/pool/act.ts';
import { asciiJson } from '../../../core/text/ascii-json.ts';
import { requireKnownVersion, WRITTEN_BY_THIS_VERSION } from '../storage/row-version.ts';
import { fromChunks, toChunks } from '../storage/text-chunks.ts';
import { type RecordKey, recordRow } from './record-key.ts';

/** A record as an entity; its copy under its node differs only in the key. */
export function toAuditEntity(record: AuditRecord, recordKey: RecordKey) {
  const {
    chain,
    number,
    previous,
    hash,
    at,
    actor,
    action,
    phase,
    subject,
    reason,
    correlation,
    outcome,
    intent,
    policy,
  } = record;
  return {
    partitionKey: chain,
    rowKey: recordRow(recordKey),
    ...WRITTEN_BY_THIS_VERSION,
    number,
    previous,
    hash,
    at: at.toString(),
    actor,
    action,
    phase,
    reason,
    correlation,
    ...defined({ outcome, intent, policy, ...subject }),
    ...(record.before !== undefined && toChunks('before', asciiJson(record.before))),
    ...(record.after !== undefined && toChunks('after', asciiJson(record.after))),
  };
}

/** The record of an entity. */
export function fromAuditEntity(entity: Readonly<Record<string, unknown>>): AuditRecord {
  requireKnownVersion(entity, `The record ${entity['number']} of the chain ${entity['partitionKey']}`);
  const text = (name: string) => (typeof entity[name] === 'string' ? entity[name] : undefined);
  const { account, pool, node, document } = {
    account: text('account'),
    pool: text('pool'),
    node: text('node'),
    document: text('document'),
  };
  return {
    chain: String(entity['partitionKey']),
    number: Number(entity['number']),
    previous: text('previous') ?? '',
    hash: text('hash') ?? '',
    at: Temporal.Instant.from(String(entity['at'])),
    actor: text('actor') ?? '',
    action: text('action') ?? '',
    phase: text('phase') as Phase,
    subject: defined({ account, pool, node, document }),
    reason: text('reason') ?? '',
    correlation: text('correlation') ?? '',
    ...defined({ outcome: text('outcome') as Outcome | undefined, intent: text('intent'), policy: text('policy') }),
    ...defined({ before: json(entity, 'before'), after: json(entity, 'after') }),
  };
}

function json(entity: Readonly<Record<string, unknown>>, name: string): unknown {
  const text = fromChunks(entity, name);
  return text === undefined ? undefined : JSON.parse(text);
}

/** Removes undefined members. */
function defined<Members extends object>(
  members: Members,
): { readonly [Name in keyof Members]?: Exclude<Members[Name], undefined> } {
  return Object.fromEntries(Object.entries(members).filter(([, value]) => value !== undefined)) as never;
}
