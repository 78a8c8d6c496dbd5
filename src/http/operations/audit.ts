import * as z from 'zod';
import { CSV_COLUMNS } from '../../app/audit/audit-csv.ts';
import { AUDIT_PAGE_QUERY, listAuditRecords } from '../audit.ts';
import { RECORD_EXAMPLE } from '../audit-examples.ts';
import { AUDIT_EXPORT_QUERY, exportAuditRecords } from '../audit-export.ts';
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
  {
    name: 'export-audit-records',
    method: 'GET',
    route: 'audit/export',
    access: 'read',
    tag: 'audit',
    summary: 'All records of a filter as a file: CSV for people, JSON Lines to be verified.',
    description:
      'The file is made while it is sent. If something fails midway the connection breaks; a file that has arrived to its end is whole. A cell that a spreadsheet would run has an apostrophe before it.',
    query: AUDIT_EXPORT_QUERY,
    answers: {
      200: {
        description: 'The records, the newest first unless `order` is `oldest`.',
        content: [
          { type: 'application/jsonl', schema: AUDIT_RECORD, example: RECORD_EXAMPLE },
          { type: 'text/csv', example: `${CSV_COLUMNS.join(',')}\r\n` },
        ],
        headers: {
          'content-disposition': 'A name for the file.',
          'lamplighter-archived':
            'Months that were asked for and whose records are in the archive, and not in the file; absent where there are none.',
        },
      },
    },
    problems: ['InvalidRequest', 'AnswerTooLarge'],
    handler: exportAuditRecords,
  },
];
