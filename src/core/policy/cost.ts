import type { Price } from './policy.ts';

/** Hours of nodes: those that they are on, and all that the pool has in the same time. */
export interface NodeHours {
  readonly on: number;
  readonly all: number;
}

/** What hours of nodes cost: those that are on at one price, the rest, deallocated, at the other; in the price's currency. */
export function costOf({ nodeHour, deallocatedNodeHour }: Price, { on, all }: NodeHours): number {
  return on * nodeHour + (all - on) * deallocatedNodeHour;
}
