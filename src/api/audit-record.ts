import * as z from 'zod';
import type { Of } from './contract.ts';
import { SPAN_END_PARAM } from './moment-parameters.ts';
import { ACCOUNT, NODE, oneOf, POOL } from './parameters.ts';

const PHASES = ['intent', 'outcome', 'event'] as const;

const OUTCOMES = ['accepted', 'unneeded', 'refused', 'gone', 'failed', 'unknown'] as const;

/** A record of the audit log. */
export const RECORD = z.object({
  id: z.string().describe('The name of the record in the whole audit log: its chain and its number in it.'),
  at: z.iso.datetime(),
  subject: z.string().describe('What the record is about: `account/pool/node`, or a document.'),
  account: z.string().optional(),
  pool: z.string().optional(),
  node: z.string().optional(),
  document: z.string().optional(),
  phase: z.enum(PHASES),
  outcome: z.enum(OUTCOMES).optional(),
  actor: z.string(),
  action: z.string(),
  reason: z.string(),
  correlation: z.string(),
  intent: z.string().optional().describe('In an outcome: the `id` of the intent that it belongs to.'),
  policy: z.string().optional().describe('The policy that held, as id and version.'),
  before: z.unknown().optional(),
  after: z.unknown().optional(),
  chain: z.string(),
  number: z.int().min(1).describe('The number of the record in its chain.'),
  previous: z.string().describe('The hash of the record before it.'),
  hash: z.string().describe('The SHA-256 of the rest of the record, in hexadecimal digits.'),
});

export type AuditRecord = Of<typeof RECORD>;

export const RECORD_EXAMPLE: z.infer<typeof RECORD> = {
  id: 'p.demo.render.2026-03/42',
  at: '2026-03-02T18:31:00Z',
  subject: 'demo/render/tvmps_1',
  account: 'demo',
  pool: 'render',
  node: 'tvmps_1',
  phase: 'outcome',
  outcome: 'accepted',
  actor: 'timer:evaluate-pools',
  action: 'deallocate',
  reason: 'the service took the request',
  correlation: '0b7e5a1c-7f0e-4b7e-9d8e-2f8f3b8a6c11',
  intent: 'p.demo.render.2026-03/41',
  policy: 'render@3f2a',
  chain: 'p.demo.render.2026-03',
  number: 42,
  previous: '4bd3f1…',
  hash: '9a0c77…',
};

const WORD = z.string().min(1, 'it is empty').max(200, 'at most 200 characters');

/** The filters of the audit log, and the order of its records. */
export const RECORD_FILTER = z.strictObject({
  account: ACCOUNT.optional(),
  pool: POOL.optional(),
  node: NODE.optional(),
  document: WORD.regex(/^[\w-]+\/[^/\p{Cc}]+$/u, 'a document such as schedules/office-hours is expected')
    .describe('A document, such as `schedules/office-hours`.')
    .optional(),
  action: WORD.describe('What was done, such as `start` or `schedule.put`.').optional(),
  actor: WORD.describe('Who did it, such as `timer:evaluate-pools` or `entra:anna@contoso.com`.').optional(),
  phase: oneOf(PHASES)
    .describe('An act that is about to be tried (`intent`), its `outcome`, or an `event`.')
    .optional(),
  outcome: oneOf(OUTCOMES).describe('The outcome of an act.').optional(),
  correlation: WORD.regex(/^[\w-]+$/, 'the correlation of a record is expected')
    .describe('All records of one evaluation or one request have the same.')
    .optional(),
  from: SPAN_END_PARAM.optional(),
  to: SPAN_END_PARAM.optional(),
  order: oneOf(['newest', 'oldest']).describe('Which records come first; the newest without it.').optional(),
});
