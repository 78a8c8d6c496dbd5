import * as z from 'zod';

/** What follows the records of an export that can be verified: a line for each head, and a closing line. */
export const HEAD_LINE = z.strictObject({
  head: z.object({
    chain: z.string(),
    number: z.int().min(0),
    hash: z.string(),
    archive: z.string().optional(),
  }),
});

/** The last line: it proves that the file is complete, and says which records the file has. */
export const END_LINE = z.strictObject({
  end: z.object({
    records: z.int().min(0),
    filter: z.record(z.string(), z.string()),
    archived: z.array(z.string()),
  }),
});

export type HeadLine = z.infer<typeof HEAD_LINE>;
export type EndLine = z.infer<typeof END_LINE>;
