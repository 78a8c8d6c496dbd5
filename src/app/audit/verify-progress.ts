import * as z from 'zod';
import { AppError } from '../../ports/errors.ts';

const FAULT = z.object({ chain: z.string(), number: z.number(), message: z.string() });
const BIG = z.string().regex(/^\d{1,80}$/);

const PROGRESS = z.discriminatedUnion('at', [
  z.object({ at: z.literal('chain'), chain: z.string() }),
  z.object({
    at: z.literal('rows'),
    chain: z.string(),
    kind: z.enum(['records', 'copies']),
    position: z.string().optional(),
    walk: z.object({ number: z.number(), hash: z.string(), fault: FAULT.optional() }),
    head: z.object({ number: z.number(), hash: z.string() }),
    /** The largest record number that was seen beyond the head. */
    beyond: z.number(),
    sums: z.object({ records: BIG, copies: BIG }),
  }),
  z.object({ at: z.literal('index-rows'), position: z.string() }),
]);

/** The progress of a verification. */
export type VerifyProgress = z.infer<typeof PROGRESS>;

/** Within the rows of a chain. */
export type RowsProgress = Extract<VerifyProgress, { readonly at: 'rows' }>;

/** The progress as an opaque cursor. */
export function toVerifyCursor(progress: VerifyProgress): string {
  return Buffer.from(JSON.stringify(progress)).toString('base64url');
}

/** Parses a cursor. @throws AppError InvalidRequest */
export function fromVerifyCursor(cursor: string): VerifyProgress {
  const parsed = PROGRESS.safeParse(json(Buffer.from(cursor, 'base64url').toString('utf8')));
  if (parsed.success) return parsed.data;
  const message = 'it is not a cursor from an earlier response';
  throw new AppError('InvalidRequest', 'The request is not valid.', { faults: [{ path: 'cursor', message }] });
}

function json(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
