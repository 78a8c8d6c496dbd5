import * as z from 'zod';
import { PHASES } from '../../core/audit/record.ts';
import { OUTCOMES } from '../../core/pool/act.ts';
import { ACCOUNT, NODE, POOL } from '../../documents/fields/azure-names.ts';
import { INSTANT_PARAM } from '../request/parse-params.ts';

const WORD = z.string().min(1, 'it is empty').max(200, 'at most 200 characters');

function oneOf<const Words extends readonly [string, ...string[]]>(words: Words) {
  return z.enum(words, `one of ${words.join(', ')} is expected`);
}

/** What the history can be narrowed by, and its order. */
export const AUDIT_QUERY = z.strictObject({
  account: ACCOUNT.optional(),
  pool: POOL.optional(),
  node: NODE.optional(),
  document: WORD.regex(/^[\w-]+\/[^/\p{Cc}]+$/u, 'a document such as schedules/office-hours is expected')
    .describe('Who changed a schedule or a policy: `schedules/office-hours`.')
    .optional(),
  action: WORD.optional(),
  actor: WORD.optional(),
  phase: oneOf(PHASES).optional(),
  outcome: oneOf(OUTCOMES).optional(),
  correlation: WORD.regex(/^[\w-]+$/, 'the correlation of a record is expected').optional(),
  from: INSTANT_PARAM.optional(),
  to: INSTANT_PARAM.optional(),
  order: oneOf(['newest', 'oldest']).describe('Which records come first; the newest unless said.').optional(),
});
