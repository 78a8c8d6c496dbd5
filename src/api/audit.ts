import * as z from 'zod';
import { RECORD, RECORD_EXAMPLE, RECORD_FILTER } from './audit-record.ts';
import type { Contract, Of } from './contract.ts';
import { beginsBeforeItEnds, ENDS_FIRST, SPAN_END_PARAM } from './moment-parameters.ts';
import { ACCOUNT, CURSOR, oneOf, POOL, pageLimit } from './parameters.ts';

const PAGE = z.object({
  records: z.array(RECORD),
  cursor: z.string().nullable().describe('For the next page; `null` on the last page.'),
  resume: z
    .string()
    .optional()
    .describe('Oldest first: sent as `cursor` later on, it leads to the records that were added after this page.'),
  archived: z
    .array(z.string())
    .optional()
    .describe('Months that were asked for whose records are in the archive, and not in this answer.'),
});

/** A page of the audit log. */
export type AuditPage = Of<typeof PAGE>;

export const listAuditRecords = {
  name: 'list-audit-records',
  method: 'GET',
  route: 'audit',
  access: 'read',
  tag: 'audit',
  summary: 'List records of the audit log, page by page.',
  description:
    'Without filters the answer has all records. `from` is inclusive, `to` exclusive. A cursor is for the order that it was given for; records that are added meanwhile move nothing.',
  query: RECORD_FILTER.extend({ cursor: CURSOR.optional(), limit: pageLimit(1000, 100) }).refine(
    beginsBeforeItEnds,
    ENDS_FIRST,
  ),
  answers: {
    200: {
      description: 'A page of records, the newest first unless `order` is `oldest`.',
      content: { schema: PAGE, example: { records: [RECORD_EXAMPLE], cursor: null } },
    },
  },
  problems: ['InvalidRequest', 'AnswerTooLarge'],
} as const satisfies Contract;

export const exportAuditRecords = {
  name: 'export-audit-records',
  method: 'GET',
  route: 'audit/export',
  access: 'read',
  tag: 'audit',
  summary: 'Export all records of a filter as a file: CSV for people, JSON Lines for verification.',
  description:
    'The file is made while it is sent. If something fails midway the connection breaks; a file that arrived to its end is complete. A cell that a spreadsheet would run has an apostrophe before it.',
  query: RECORD_FILTER.extend({
    heads: z
      .enum(['true'], 'true is expected')
      .describe(
        'JSON Lines only: after the records come the heads of their chains as they were at the beginning, one line `{"head":…}` each, and a line `{"end":…}`.',
      )
      .optional(),
    format: oneOf(['csv', 'jsonl']).describe('JSON Lines can be verified offline.'),
  })
    .refine(beginsBeforeItEnds, ENDS_FIRST)
    .refine(({ heads, format }) => heads === undefined || format === 'jsonl', {
      path: ['heads'],
      error: 'only JSON Lines have heads: leave it out, or ask for format=jsonl',
    }),
  answers: {
    200: {
      description: 'The records, the newest first unless `order` is `oldest`.',
      content: [
        { type: 'application/jsonl', schema: RECORD, streamed: true, example: RECORD_EXAMPLE },
        { type: 'text/csv', streamed: true, example: 'id,at,actor,action\r\n' },
      ],
      headers: {
        'content-disposition': 'A name for the file.',
        'lamplighter-archived':
          'Months that were asked for whose records are in the archive, and not in the file; absent where there are none.',
      },
    },
  },
  problems: ['InvalidRequest', 'AnswerTooLarge'],
} as const satisfies Contract;

const CHAINS = z.strictObject({
  account: ACCOUNT.optional(),
  pool: POOL.optional(),
  from: SPAN_END_PARAM.optional(),
  to: SPAN_END_PARAM.optional(),
});

export const verifyAudit = {
  name: 'verify-audit',
  method: 'GET',
  route: 'audit/verify',
  access: 'read',
  tag: 'audit',
  summary: 'Verify that every record is there and unchanged; get the first fault of each chain.',
  description:
    'Whole chains are read: those of the months that the span touches. One request reads a limited number of records; its cursor continues, and all requests together are the verdict.',
  query: CHAINS.extend({
    cursor: z
      .string()
      .max(4000, 'at most 4000 characters')
      .describe('The `cursor` of the request before; without it verification begins.')
      .optional(),
  }).refine(beginsBeforeItEnds, ENDS_FIRST),
  answers: {
    200: {
      description: 'What was read, and its faults.',
      content: {
        schema: z.object({
          ok: z.boolean(),
          chains: z.int().describe('Chains that were read to their end.'),
          records: z.int().describe('Records that this request read.'),
          faults: z.array(
            z.object({
              chain: z.string(),
              number: z.int().describe('Of the first record that does not fit; 0 is the whole chain.'),
              record: z.string().optional(),
              message: z.string(),
            }),
          ),
          cursor: z.string().nullable().describe('For the rest; `null` when everything was read.'),
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
} as const satisfies Contract;

export const listAuditHeads = {
  name: 'list-audit-heads',
  method: 'GET',
  route: 'audit/heads',
  access: 'read',
  tag: 'audit',
  summary: 'List the last record of each chain of the audit log.',
  description: 'Kept elsewhere, these heads prove later that no records were removed from the end.',
  query: CHAINS.extend({ cursor: CURSOR.optional(), limit: pageLimit(1000, 100) }).refine(
    beginsBeforeItEnds,
    ENDS_FIRST,
  ),
  answers: {
    200: {
      description: 'Heads; those of one subject are together, the earliest month first.',
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
          cursor: z.string().nullable().describe('For the next page; `null` on the last page.'),
        }),
        example: { heads: [{ chain: 'p.demo.render.2026-03', number: 42, hash: '9a0c77…' }], cursor: null },
      },
    },
  },
  problems: ['InvalidRequest'],
} as const satisfies Contract;
