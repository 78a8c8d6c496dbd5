import * as api from '../../api/audit.ts';
import { toAuditView } from '../../ports/audit-view.ts';
import { toSpan } from '../request/to-instant.ts';
import { operation } from '../serving/operation.ts';

export const listAuditRecords = operation(api.listAuditRecords).by(async ({ query }, { audit }) => {
  const { records, cursor, resume, archived } = await audit.page({ ...query, ...toSpan(query) });
  return {
    status: 200,
    body: {
      records: records.map(toAuditView),
      cursor: cursor ?? null,
      ...(resume !== undefined && { resume }),
      ...(archived.length > 0 && { archived }),
    },
  };
});
