import * as z from 'zod';

/** https://learn.microsoft.com/rest/api/batchmanagement/batch-account/create (3 to 24 lower-case letters and digits) */
export const ACCOUNT = z
  .string('the name of an account is expected')
  .regex(/^[a-z0-9]{3,24}$/, 'the name of an account has 3 to 24 lower-case letters and digits')
  .describe('The name of a Batch account that the app manages.');

/** https://learn.microsoft.com/rest/api/batchservice/pools/create-pool ("any combination of alphanumeric characters including hyphens and underscores, and cannot contain more than 64 characters") */
export const POOL = z
  .string('the id of a pool is expected')
  .regex(/^[A-Za-z0-9_-]{1,64}$/, 'the id of a pool has 1 to 64 letters, digits, hyphens and underscores')
  .describe('The id of a pool; upper and lower case are the same.');

/** The id of a node. */
export const NODE = z
  .string('the id of a node is expected')
  .min(1, 'it is empty')
  .max(200, 'at most 200 characters')
  .regex(/^[\w.-]+$/, 'the id of a node has letters, digits, hyphens, dots and underscores')
  .describe('The id of a node; upper and lower case are the same.');

/** The id of a document. */
export const DOCUMENT_ID = z
  .string('an id is expected')
  .regex(
    /^[A-Za-z0-9][A-Za-z0-9_-]{0,63}$/,
    'an id has 1 to 64 letters, digits, hyphens and underscores, the first no hyphen or underscore',
  )
  .describe('The id of the document.');

/** The name of an extension. */
export const EXTENSION = z
  .string()
  .min(1, 'it is empty')
  .max(200, 'at most 200 characters')
  .describe('The name of an extension.');

/**
 * Why a person acts: on one line, and without marks of the bidirectional algorithm, which would make it look like another
 * text.
 */
export const REASON = z
  .string('a text is expected')
  .min(1, 'say why: people read it later')
  .max(500, 'at most 500 characters')
  .regex(/^[^\p{Cc}\u2028\u2029]*$/u, 'a note is one line')
  .regex(
    /^[^\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]*$/u,
    'a note has no character that changes the direction in which it is read',
  )
  .describe('Why, for the readers of the audit log.');

/** The route of the operations on a pool. */
export const POOL_ROUTE = 'accounts/{account}/pools/{pool}';

/** The account in a path. */
export const ACCOUNT_PATH = z.object({ account: ACCOUNT });

/** The pool in a path. */
export const POOL_PATH = z.object({ account: ACCOUNT, pool: POOL });

/** The node in a path. */
export const NODE_PATH = POOL_PATH.extend({ node: NODE });

/** The document in a path. */
export const DOCUMENT_PATH = z.object({ id: DOCUMENT_ID });

/** The cursor of a page; it is opaque. */
export const CURSOR = z
  .string()
  .max(1000, 'at most 1000 characters')
  .describe('The `cursor` of the page before; the first page without it.');

/** The number of members on a page, at most `largest`. */
export function pageLimit(largest: number, usual: number) {
  return wholeNumber(largest, usual, `a number from 1 to ${largest} is expected`).describe(
    'The most members that one page has.',
  );
}

/** A whole number from 1 to `largest`, in decimal digits. */
export function wholeNumber(
  largest: number,
  usual: number,
  message = `a whole number from 1 to ${largest} is expected`,
) {
  return z.preprocess(decimal, z.int(message).min(1, message).max(largest, message)).prefault(usual);
}

/** `Number` alone also reads `0x10`, `1e2` and spaces. */
function decimal(given: unknown): unknown {
  return typeof given === 'string' && /^\d{1,15}$/.test(given) ? Number(given) : given;
}

/** One of some words. */
export function oneOf<const Words extends readonly [string, ...string[]]>(words: Words) {
  return z.enum(words, `one of ${words.join(', ')} is expected`);
}

/** `true` or `false`. */
export const FLAG = z.enum(['true', 'false'], 'true or false is expected').transform((text) => text === 'true');

/**
 * The key under which a request may be repeated: https://datatracker.ietf.org/doc/draft-ietf-httpapi-idempotency-key-header/
 */
export const IDEMPOTENCY_HEADERS = z.object({
  'idempotency-key': z
    .string()
    .regex(/^[\x21-\x7e]{1,255}$/, 'from 1 to 255 characters without spaces are expected')
    .optional()
    .describe('The same key gives the same answer for 24 hours; another request with it is refused.'),
});
