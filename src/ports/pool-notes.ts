import type { Temporal } from 'temporal-polyfill';
import type { PoolName } from '../core/pool/pool-name.ts';

/** Something said about one pool, as it is kept. Its version changes with every change of it. */
export interface PoolNote extends PoolName {
  /** Tells the notes about one pool apart. */
  readonly id: string;
  readonly version: string;
  /** JSON. */
  readonly text: string;
  /** Exclusive: from then on it says nothing any more. */
  readonly until: Temporal.Instant;
}

export interface PoolNotes {
  /** Those that still say something at an instant, of all pools. */
  list(at: Temporal.Instant): Promise<readonly PoolNote[]>;
  /** All about one pool, over or not, ordered by id. */
  listOf(pool: PoolName): Promise<readonly PoolNote[]>;
  /** Writes a note over whatever is there under its id. */
  put(note: Omit<PoolNote, 'version'>): Promise<PoolNote>;
  /** Removes a note; nothing happens if there is none. */
  delete(pool: PoolName, id: string): Promise<void>;
}

export interface HasOverrides {
  /** What people and systems have said about a pool for a time: at most one override for each. */
  readonly overrides: PoolNotes;
}

export interface HasAnnouncements {
  /** Work that is said to come: any number for a pool. */
  readonly announcements: PoolNotes;
}

export interface HasCircuitResets {
  /** When somebody has reset the circuit of a pool's gate. */
  readonly circuitResets: PoolNotes;
}
