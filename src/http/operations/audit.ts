import * as z from 'zod';
import { AUDIT_PAGE_QUERY, listAuditRecords } from '../audit.ts';
import { RECORD_EXAMPLE } from '../audit-examples.ts';
import { AUDIT_RECORD } from '../audit-schema.ts';
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
    description:
      'What is not asked for does not narrow. `from` is inclusive, `to` exclusive. A cursor belongs to its order; records that are added meanwhile move nothing.',
    query: AUDIT_PAGE_QUERY,
    answers: {
      200: {
        description: 'A page of records, the newest first unless `order` is `oldest`.',
        content: {
          schema: z.object({
            records: z.array(AUDIT_RECORD),
            cursor: z.string().nullable().describe('Leads to the next page; `null` on the last one.'),
            resume: z
              .string()
              .optional()
              .describe('Oldest first: as a `cursor` later on, it leads to what was added after this page.'),
            archived: z
              .array(z.string())
              .optional()
              .describe('Months whose records are in the archive, and not here although they were asked for.'),
          }),
          example: { records: [RECORD_EXAMPLE], cursor: null },
        },
      },
    },
    problems: ['InvalidRequest'],
    handler: listAuditRecords,
  },
];
