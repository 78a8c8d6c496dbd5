import * as z from 'zod';

/** What follows the records of an export that is made to be verified: a line for each head, and one that closes the file. */
export const HEAD_LINE = z.strictObject({
  head: z.object({
    chain: z.string(),
    number: z.int().min(0),
    hash: z.string(),
    archive: z.string().optional(),
  }),
});

/** The last line: nothing was cut off, and this is what the file is of. */
export const END_LINE = z.strictObject({
  end: z.object({
    records: z.int().min(0),
    filter: z.record(z.string(), z.string()),
    archived: z.array(z.string()),
  }),
});

export type HeadLine = z.infer<typeof HEAD_LINE>;
export type EndLine = z.infer<typeof END_LINE>;
