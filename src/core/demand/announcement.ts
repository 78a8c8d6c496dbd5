import type { Temporal } from 'temporal-polyfill';
import type { PoolName } from '../pool/pool-name.ts';

/** Work that somebody says will come: so many task slots must be ready from one instant to another. */
export interface Announcement extends PoolName {
  readonly id: string;
  readonly slots: number;
  readonly by: Temporal.Instant;
  /** Exclusive. Until then they are kept ready, whether or not the work has come. */
  readonly until: Temporal.Instant;
  readonly note: string;
  readonly actor: string;
  /** Is it known from the work itself, and nobody's word? Then each node is to be in time as the policy says, and not all together. */
  readonly isExpected?: boolean;
}
