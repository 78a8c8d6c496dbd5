import * as api from '../../api/audit.ts';
import { verifyHistory } from '../../app/audit/verify-history.ts';
import { toSpan } from '../request/to-instant.ts';
import { operation } from '../serving/operation.ts';

/** One request verifies as much of the audit log as one request may read. */
export const verifyAudit = operation(api.verifyAudit).by(async ({ query }, ports) => {
  const { cursor, ...found } = await verifyHistory(ports, { ...query, ...toSpan(query) });
  return { status: 200, body: { ...found, cursor: cursor ?? null } };
});
