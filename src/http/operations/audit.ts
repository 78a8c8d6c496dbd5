import * as z from 'zod';
import { CSV_COLUMNS } from '../../app/audit/audit-csv.ts';
import { RECORD_EXAMPLE } from '../audit/examples.ts';
import { AUDIT_EXPORT_QUERY, exportAuditRecords } from '../audit/export.ts';
import { AUDIT_HEADS_QUERY, listAuditHeads } from '../audit/heads.ts';
import { AUDIT_PAGE_QUERY, listAuditRecords } from '../audit/records.ts';
import { AUDIT_RECORD } from '../audit/schema.ts';
import { AUDIT_VERIFY_QUERY, verifyAudit } from '../audit/verify.ts';
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
  {
    name: 'verify-audit',
    method: 'GET',
    route: 'audit/verify',
    access: 'read',
    tag: 'audit',
    summary: 'Is every record there, and as it was written? The first fault of each chain.',
    description:
      'Chains are walked whole: those of the months that reach into the span. One request walks so much; with the cursor the next one goes on, and all of them together are the verdict.',
    query: AUDIT_VERIFY_QUERY,
    answers: {
      200: {
        description: 'What was walked, and what is wrong with it.',
        content: {
          schema: z.object({
            ok: z.boolean(),
            chains: z.int().describe('That were walked to their end.'),
            records: z.int().describe('Records that were read by this request.'),
            faults: z.array(
              z.object({
                chain: z.string(),
                number: z.int().describe('Of the first record that does not fit; 0 is the chain as a whole.'),
                record: z.string().optional(),
                message: z.string(),
              }),
            ),
            cursor: z.string().nullable().describe('Leads to the rest; `null` when all was walked.'),
          }),
          example: {
            ok: false,
            chains: 1,
            records: 84,
            faults: [
              {
                chain: 'p.demo.render.2026-03',
                number: 17,
                record: 'p.demo.render.2026-03/17',
                message: 'record 17 was changed after it was written',
              },
            ],
            cursor: null,
          },
        },
      },
    },
    problems: ['InvalidRequest'],
    handler: verifyAudit,
  },
  {
    name: 'list-audit-heads',
    method: 'GET',
    route: 'audit/heads',
    access: 'read',
    tag: 'audit',
    summary: 'The end of each chain of the history.',
    description: 'Kept elsewhere, they prove later that nothing was cut off from the end.',
    query: AUDIT_HEADS_QUERY,
    answers: {
      200: {
        description: 'Heads, those of one subject side by side, the earliest month first.',
        content: {
          schema: z.object({
            heads: z.array(
              z.object({
                chain: z.string(),
                number: z.int(),
                hash: z.string(),
                archive: z.string().optional().describe('The blob that has the records, if they have left the table.'),
              }),
            ),
            cursor: z.string().nullable().describe('Leads to the next page; `null` on the last one.'),
          }),
          example: { heads: [{ chain: 'p.demo.render.2026-03', number: 42, hash: '9a0c77…' }], cursor: null },
        },
      },
    },
    problems: ['InvalidRequest'],
    handler: listAuditHeads,
  },
];
