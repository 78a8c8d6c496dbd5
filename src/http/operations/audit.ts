import * as z from 'zod';
import { AUDIT_QUERY, listAuditRecords } from '../audit.ts';
import type { Operation } from '../operation.ts';

/** What the history can be asked. */
export const AUDIT: readonly Operation[] = [
  {
    name: 'list-audit-records',
    method: 'GET',
    route: 'audit',
    access: 'read',
    tag: 'audit',
    summary: 'Records of the history, a page at a time.',
    description: 'What is not asked for does not narrow. `from` is inclusive, `to` exclusive.',
    query: AUDIT_QUERY,
    answers: {
      200: {
        description: 'A page of records, newest first.',
        content: {
          schema: z.object({
            records: z.array(z.looseObject({ id: z.string(), at: z.string() })),
            cursor: z.string().nullable().describe('Leads to the next page; `null` on the last one.'),
          }),
          example: { records: [], cursor: null },
        },
      },
    },
    problems: ['InvalidRequest'],
    handler: listAuditRecords,
  },
];
