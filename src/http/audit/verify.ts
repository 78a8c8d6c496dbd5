import * as z from 'zod';
import { verifyHistory } from '../../app/audit/verify-history.ts';
import { ACCOUNT, POOL } from '../../documents/fields/azure-names.ts';
import type { Handler } from '../operation.ts';
import { INSTANT_PARAM, parseQuery } from '../request/parse-params.ts';

/** What of the history can be verified. */
export const AUDIT_VERIFY_QUERY = z.strictObject({
  account: ACCOUNT.optional(),
  pool: POOL.optional(),
  from: INSTANT_PARAM.optional(),
  to: INSTANT_PARAM.optional(),
  cursor: z.string().max(4000, 'at most 4000 characters').optional(),
});

/** GET of what is wrong with the history, as far as one request may look. */
export const verifyAudit: Handler = async (request, ports) => {
  const { cursor, ...found } = await verifyHistory(ports, parseQuery(request, AUDIT_VERIFY_QUERY));
  return { jsonBody: { ...found, cursor: cursor ?? null } };
};
