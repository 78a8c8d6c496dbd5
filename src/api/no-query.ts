import * as z from 'zod';

/** A query without parameters. */
export const NO_QUERY = z.strictObject({});
