import { Temporal } from 'temporal-polyfill';
import * as z from 'zod';
import type { QueuedAct } from './act-queue.ts';

const INSTANT = z.string().transform((text) => Temporal.Instant.from(text));

const MESSAGE = z.lazy(() =>
  z.strictObject({
    pool: z.strictObject({ account: z.string().min(1), poolId: z.string().min(1) }),
    action: z.enum(['start', 'deallocate']),
    nodes: z.discriminatedUnion('kind', [
      z.strictObject({ kind: z.literal('named'), ids: z.array(z.string()) }),
      z.strictObject({ kind: z.literal('count'), count: z.int().min(0) }),
      z.strictObject({ kind: z.literal('all') }),
    ]),
    reason: z.string(),
    until: INSTANT.optional().transform((value) => value),
    actor: z.string(),
    correlation: z.string().min(1),
    at: INSTANT,
    despiteStop: z.boolean().optional(),
    notBefore: INSTANT.optional(),
    deadline: INSTANT,
  }),
);

/** A request as a queue message, with instants as strings. */
export function toActMessage(act: QueuedAct): string {
  const { account, poolId } = act.pool;
  return JSON.stringify({ ...act, pool: { account, poolId } });
}

/** The request in a queue message. @throws Error for an invalid message */
export function fromActMessage(message: unknown): QueuedAct {
  const { until, ...act } = MESSAGE.parse(message);
  return { ...act, until };
}
