import * as z from 'zod';
import type { Control } from './control.ts';

const QUERY = z.object({
  after: z.coerce.number().int().min(0).default(0),
  limit: z.coerce.number().int().min(1).max(100_000).default(10_000),
  kind: z.enum(['request', 'transition', 'task']).optional(),
});

/**
 * GET journal: every request and every change of a node or a task, oldest first, after the entry with the number `after`.
 * `next` is the `after` of the next page, if there is one; `forgotten` is the number of dropped old entries.
 */
export const readJournal: Control = (world, { query }) => {
  const { after, limit, kind } = QUERY.parse(query);
  const entries = world.journal.entries({ after, limit, kind });
  const last = entries.at(-1)?.number;
  return {
    now: world.now.toString(),
    forgotten: world.journal.forgotten,
    entries,
    ...(entries.length === limit && { next: last }),
  };
};
