import type { Temporal } from 'temporal-polyfill';
import type { PoolName } from '../pool/pool-name.ts';

/** Announced work: this many task slots must be ready from one instant to another. */
export interface Announcement extends PoolName {
  readonly id: string;
  readonly slots: number;
  readonly by: Temporal.Instant;
  /** Exclusive. Until then the slots are kept ready, whether or not the work has come. */
  readonly until: Temporal.Instant;
  readonly note: string;
  readonly actor: string;
  /**
   * Is it derived from the work itself rather than announced by somebody? Then each node must be ready in time with the
   * probability of the policy, rather than all together.
   */
  readonly isExpected?: boolean;
}
