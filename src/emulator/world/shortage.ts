import type { Temporal } from 'temporal-polyfill';
import type { StartFault } from './start-fault.ts';

/** A time in which Azure has no capacity for a VM size: nodes that are deallocated do not start, new ones are not allocated. */
export interface Shortage {
  readonly vmSize: string;
  readonly from: Temporal.Instant | undefined;
  readonly until: Temporal.Instant | undefined;
  /** So many nodes of the size can be allocated at a time, in all accounts; those that are allocated already stay. */
  readonly capacity: number;
  /** How a start shows it; without it as the knob `startFailure` says. */
  readonly outcome: StartFault['outcome'] | undefined;
}
