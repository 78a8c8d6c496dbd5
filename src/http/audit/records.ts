import * as z from 'zod';
import { toAuditView } from '../../ports/audit-view.ts';
import type { Handler } from '../operation.ts';
import { parseQuery } from '../request/parse-params.ts';
import { AUDIT_QUERY } from './query.ts';

const LARGEST_PAGE = 1000;
const LIMIT = `a number from 1 to ${LARGEST_PAGE} is expected`;

/** What a page of the history can be asked for. */
export const AUDIT_PAGE_QUERY = AUDIT_QUERY.extend({
  cursor: z.string().max(1000, 'at most 1000 characters').optional(),
  limit: z.coerce.number(LIMIT).int(LIMIT).min(1, LIMIT).max(LARGEST_PAGE, LIMIT).default(100),
});

/** GET of the history, a page at a time: what is not asked for does not narrow. `to` is exclusive. */
export const listAuditRecords: Handler = async (request, { audit }) => {
  const { records, cursor, resume, archived } = await audit.page(parseQuery(request, AUDIT_PAGE_QUERY));
  return {
    jsonBody: {
      records: records.map(toAuditView),
      cursor: cursor ?? null,
      ...(resume !== undefined && { resume }),
      ...(archived.length > 0 && { archived }),
    },
  };
};
