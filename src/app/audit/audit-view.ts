import { type AuditRecord, recordId } from '../../core/audit/record.ts';

/** A record as JSON shows it, in pages and in files; what does not apply is left out. */
export function toAuditView(record: AuditRecord) {
  const { at, subject, phase, outcome, chain, number, previous, hash, ...rest } = record;
  const { account, pool, node, document } = subject;
  return {
    id: recordId(record),
    at: at.toString(),
    subject: document ?? [account, pool, node].filter((part) => part !== undefined).join('/'),
    ...subject,
    phase,
    ...(outcome !== undefined && { outcome }),
    ...rest,
    chain,
    number,
    previous,
    hash,
  };
}
