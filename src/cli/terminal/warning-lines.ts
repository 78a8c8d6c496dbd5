import * as z from 'zod';
import { paint } from './paint.ts';

const WARNED = z.object({
  warnings: z.array(z.union([z.string(), z.object({ message: z.string() }).transform(({ message }) => message)])),
});

/** The warnings of a response, one a line. */
export function warningLines(answer: unknown): readonly string[] {
  return (WARNED.safeParse(answer).data?.warnings ?? []).map(
    (warning) => `  ${paint('yellow', 'warning')}: ${warning}`,
  );
}
