import type { Price } from './policy.ts';

/** Node hours: those that were on, and all of the pool in the same time. */
export interface NodeHours {
  readonly on: number;
  readonly all: number;
}

/** The cost of node hours in the price's currency: nodes that are on at one price, deallocated ones at the other. */
export function costOf({ nodeHour, deallocatedNodeHour }: Price, { on, all }: NodeHours): number {
  return on * nodeHour + (all - on) * deallocatedNodeHour;
}
