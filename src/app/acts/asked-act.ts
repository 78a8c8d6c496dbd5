import { Temporal } from 'temporal-polyfill';
import * as z from 'zod';
import type { NodeChoice } from '../../core/plan/plan-manual-request.ts';
import type { PowerAct } from '../../core/pool/act.ts';
import type { PoolName } from '../../core/pool/pool-name.ts';

/** Nodes of a pool that somebody asks to be started or deallocated. */
export interface AskedAct {
  readonly pool: PoolName;
  readonly action: PowerAct;
  readonly nodes: NodeChoice;
  /** For people: why. One line. */
  readonly reason: string;
  /** Until then it holds whatever the schedules say; until their next edge without it. */
  readonly until: Temporal.Instant | undefined;
  readonly actor: string;
  /** Of everything that comes of it. The same correlation is the same request: it is carried out once. */
  readonly correlation: string;
  readonly at: Temporal.Instant;
}

/** A request on its way, and what holds it up. */
export interface QueuedAct extends AskedAct {
  /** Not before then, where a budget has to be waited for; by the app's clock. */
  readonly notBefore?: Temporal.Instant | undefined;
  /** In real time: then it is given up. */
  readonly deadline: Temporal.Instant;
}

/** Requests that wait to be carried out. */
export interface ActQueue {
  /** `delay` is real time. */
  send(act: QueuedAct, delay?: Temporal.Duration): Promise<void>;
}

const INSTANT = z.string().transform((text) => Temporal.Instant.from(text));

const MESSAGE = z.strictObject({
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
  notBefore: INSTANT.optional(),
  deadline: INSTANT,
});

/** A request as it goes through the queue; instants are texts there. */
export function toActMessage(act: QueuedAct): string {
  const { account, poolId } = act.pool;
  return JSON.stringify({ ...act, pool: { account, poolId } });
}

/** The request that a message from the queue stands for. @throws Error for a message that is none */
export function fromActMessage(message: unknown): QueuedAct {
  const { until, ...act } = MESSAGE.parse(message);
  return { ...act, until };
}
