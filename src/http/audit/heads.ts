import * as api from '../../api/audit.ts';
import { listHeads } from '../../app/audit/list-heads.ts';
import { toSpan } from '../request/to-instant.ts';
import { operation } from '../serving/operation.ts';

export const listAuditHeads = operation(api.listAuditHeads).by(async ({ query }, ports) => {
  const { heads, cursor } = await listHeads(ports, { ...query, ...toSpan(query) });
  return { status: 200, body: { heads, cursor: cursor ?? null } };
});
