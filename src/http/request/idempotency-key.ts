import type { HttpRequest } from '@azure/functions';
import * as z from 'zod';
import { AppError } from '../../ports/errors.ts';

const NAME = 'idempotency-key';

/** The header of a request that may be sent again: https://datatracker.ietf.org/doc/draft-ietf-httpapi-idempotency-key-header/ */
export const IDEMPOTENCY_HEADERS = z.object({
  [NAME]: z
    .string()
    .regex(/^[\x21-\x7e]{1,255}$/, 'from 1 to 255 characters without spaces are expected')
    .optional()
    .describe('The same key gives the same answer for 24 hours; another request under it is a conflict.'),
});

/** The key under which a request may be sent again. @throws AppError InvalidRequest */
export function idempotencyKeyOf({ headers }: HttpRequest): string | undefined {
  const parsed = IDEMPOTENCY_HEADERS.safeParse({ [NAME]: headers.get(NAME) ?? undefined });
  if (parsed.success) return parsed.data[NAME];
  const faults = parsed.error.issues.map(({ message }) => ({ path: 'Idempotency-Key', message }));
  throw new AppError('InvalidRequest', 'The request is not valid.', { faults });
}
