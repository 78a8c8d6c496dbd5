import * as z from 'zod';
import { type AuditRecord, recordId } from '../core/audit/record.ts';
import type { Handler } from './operation.ts';
import { ACCOUNT, INSTANT_PARAM, NODE, POOL, parseQuery } from './parse-params.ts';

const LARGEST_PAGE = 1000;

const WORD = z.string().min(1, 'it is empty').max(200, 'at most 200 characters');

/** What the history can be asked for. */
export const AUDIT_QUERY = z.strictObject({
  account: ACCOUNT.optional(),
  pool: POOL.optional(),
  node: NODE.optional(),
  action: WORD.optional(),
  actor: WORD.optional(),
  correlation: WORD.regex(/^[\w-]+$/, 'the correlation of a record is expected').optional(),
  from: INSTANT_PARAM.optional(),
  to: INSTANT_PARAM.optional(),
  cursor: z.string().max(1000, 'at most 1000 characters').optional(),
  limit: z.coerce
    .number(`a number from 1 to ${LARGEST_PAGE} is expected`)
    .int(`a number from 1 to ${LARGEST_PAGE} is expected`)
    .min(1, `a number from 1 to ${LARGEST_PAGE} is expected`)
    .max(LARGEST_PAGE, `a number from 1 to ${LARGEST_PAGE} is expected`)
    .default(100),
});

/** GET of the history, newest first, a page at a time: what is not asked for does not narrow. `to` is exclusive. */
export const listAuditRecords: Handler = async (request, { audit }) => {
  const { records, cursor } = await audit.page(parseQuery(request, AUDIT_QUERY));
  return { jsonBody: { records: records.map(toAuditView), cursor: cursor ?? null } };
};

/** A record as JSON shows it; what does not apply is left out. */
function toAuditView(record: AuditRecord) {
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
