import * as z from 'zod';

/** The name of an account. https://learn.microsoft.com/rest/api/batchmanagement/batch-account/create (3 to 24 lower-case letters and digits) */
export const ACCOUNT = z
  .string('the name of an account is expected')
  .regex(/^[a-z0-9]{3,24}$/, 'the name of an account has 3 to 24 lower-case letters and digits')
  .describe('The name of a Batch account that is managed.');

/** The id of a pool. https://learn.microsoft.com/rest/api/batchservice/pools/create-pool ("any combination of alphanumeric characters including hyphens and underscores, and cannot contain more than 64 characters") */
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
