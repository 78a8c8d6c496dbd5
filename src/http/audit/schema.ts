import * as z from 'zod';
import { PHASES } from '../../core/audit/record.ts';
import { OUTCOMES } from '../../core/pool/act.ts';

/** A record as JSON shows it. */
export const AUDIT_RECORD = z.object({
  id: z.string().describe('The name of the record in the whole history: its chain and its number in it.'),
  at: z.iso.datetime(),
  subject: z.string().describe('What it is about: `account/pool/node`, or a document.'),
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
  number: z.int().min(1).describe('Its number in its chain.'),
  previous: z.string().describe('The hash of the record before it.'),
  hash: z.string().describe('SHA-256 of all the rest of the record, in hexadecimal digits.'),
});
