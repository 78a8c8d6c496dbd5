import type { HttpRequest } from '@azure/functions';
import { Temporal } from 'temporal-polyfill';
import * as z from 'zod';
import type { InputFault } from '../../core/text/input-fault.ts';
import { ACCOUNT, POOL } from '../../documents/fields/azure-names.ts';
import { AppError } from '../../ports/errors.ts';

/** Query parameters with which the Functions host itself is told the key of a caller. */
const OF_THE_HOST: ReadonlySet<string> = new Set(['code', 'clientid']);

/** Reads the parameters in the path of a request. @throws AppError InvalidRequest with every fault */
export function parsePath<Schema extends z.ZodObject>(request: HttpRequest, schema: Schema): z.infer<Schema> {
  return parse(schema, request.params);
}

/** Reads the parameters in the query of a request; one that is not known is a fault. @throws AppError InvalidRequest with every fault */
export function parseQuery<Schema extends z.ZodObject>(request: HttpRequest, schema: Schema): z.infer<Schema> {
  return parse(schema, Object.fromEntries([...request.query].filter(([name]) => !OF_THE_HOST.has(name.toLowerCase()))));
}

/** What a request says that may say nothing in its query. */
export const NO_QUERY = z.strictObject({});

/** The pool in a path. */
export const POOL_PATH = z.object({ account: ACCOUNT, pool: POOL });

/** A moment with its offset; a date alone is the beginning of that day in UTC. */
export const INSTANT_PARAM = z
  .string()
  .describe('A moment such as `2026-03-02T08:00:00Z`; a date alone is the beginning of that day in UTC.')
  .transform((text, context) => {
    try {
      return Temporal.Instant.from(/^\d{4}-\d\d-\d\d$/.test(text) ? `${text}T00:00Z` : text);
    } catch {
      context.addIssue({
        code: 'custom',
        message: 'a moment such as 2026-03-02T08:00:00Z is expected, or a date in UTC',
      });
      return z.NEVER;
    }
  });

function parse<Schema extends z.ZodObject>(schema: Schema, value: unknown): z.infer<Schema> {
  const result = schema.safeParse(value);
  if (result.success) return result.data;
  throw new AppError('InvalidRequest', 'The request is not valid.', { faults: result.error.issues.flatMap(toFaults) });
}

function toFaults(issue: z.core.$ZodIssue): readonly InputFault[] {
  if (issue.code === 'unrecognized_keys') {
    return issue.keys.map((key) => ({ path: key, message: 'there is no such parameter' }));
  }
  return [{ path: issue.path.join('.'), message: issue.message }];
}
