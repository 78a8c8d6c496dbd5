import * as z from 'zod';
import type { Closing } from '../../core/outbound/closings.ts';
import { type CloudEvent, sourceOf } from '../../core/outbound/cloud-event.ts';
import { WINDOW_CLOSING } from '../../core/outbound/event-type.ts';
import type { RequestedCapacity } from '../../core/plan/requested-capacity.ts';
import type { PoolName } from '../../core/pool/pool-name.ts';

const CAPACITY = z.object({ min: z.int().min(0), max: z.int().min(0).nullable() });

/** The content of a notice that a window is about to close. */
export const CLOSING = z.looseObject({
  account: z.string(),
  pool: z.string(),
  closesAt: z.string(),
  capacity: z.object({ before: CAPACITY, after: CAPACITY }),
  again: z.string(),
});

/** The content of a closing, for the record and the event. */
export function closingFacts(closing: Closing, allocated: number) {
  const { at, before, after, ends, again } = closing;
  return {
    closesAt: at.toString(),
    windows: ends,
    capacity: { before: toNodes(before), after: toNodes(after) },
    allocated,
    again: again.toString(),
  };
}

/** A closing in one sentence. */
export function closingReason({ at, after, ends }: Closing, allocated: number): string {
  return `${ends.join(' and ')} closes at ${at}: at most ${after.max} nodes may be allocated then, ${allocated} are now`;
}

/** The event of a closing, as receivers get it. */
export function toClosingEvent(
  pool: PoolName,
  said: {
    readonly id: string;
    readonly time: string;
    readonly reason: string;
    readonly actor: string;
    readonly correlation: string;
    readonly facts: ReturnType<typeof closingFacts>;
  },
): CloudEvent {
  const { id, time, facts, ...data } = said;
  const name = { account: pool.account, pool: pool.poolId };
  return {
    specversion: '1.0',
    id,
    source: sourceOf(name),
    type: WINDOW_CLOSING,
    time,
    datacontenttype: 'application/json',
    data: { ...data, ...name, ...facts },
  };
}

function toNodes({ min, max }: RequestedCapacity) {
  return { min, max: max ?? null };
}
