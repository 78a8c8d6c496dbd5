import * as z from 'zod';
import { listHeads } from '../../app/audit/list-heads.ts';
import { ACCOUNT, POOL } from '../../documents/fields/azure-names.ts';
import type { Handler } from '../operation.ts';
import { INSTANT_PARAM, parseQuery } from '../request/parse-params.ts';

const LARGEST_PAGE = 1000;
const LIMIT = `a number from 1 to ${LARGEST_PAGE} is expected`;

/** Whose heads can be asked for. */
export const AUDIT_HEADS_QUERY = z.strictObject({
  account: ACCOUNT.optional(),
  pool: POOL.optional(),
  from: INSTANT_PARAM.optional(),
  to: INSTANT_PARAM.optional(),
  cursor: z.string().max(1000, 'at most 1000 characters').optional(),
  limit: z.coerce.number(LIMIT).int(LIMIT).min(1, LIMIT).max(LARGEST_PAGE, LIMIT).default(100),
});

/** GET of the ends of chains: who keeps them elsewhere can prove later that nothing was cut off. */
export const listAuditHeads: Handler = async (request, ports) => {
  const { heads, cursor } = await listHeads(ports, parseQuery(request, AUDIT_HEADS_QUERY));
  return { jsonBody: { heads, cursor: cursor ?? null } };
};
