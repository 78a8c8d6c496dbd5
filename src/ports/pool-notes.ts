import type { Temporal } from 'temporal-polyfill';
import type { PoolName } from '../core/pool/pool-name.ts';

/** A stored note about one pool. Its version changes with each change. */
export interface PoolNote extends PoolName {
  /** Distinguishes the notes about one pool. */
  readonly id: string;
  readonly version: string;
  /** JSON. */
  readonly text: string;
  /** Exclusive: the note expires then. */
  readonly until: Temporal.Instant;
}

export interface PoolNotes {
  /** The notes about all pools that have not expired at an instant. */
  list(at: Temporal.Instant): Promise<readonly PoolNote[]>;
  /** All notes about one pool, expired or not, ordered by id. */
  listOf(pool: PoolName): Promise<readonly PoolNote[]>;
  /** Stores a note, or replaces the one with the same id. */
  put(note: Omit<PoolNote, 'version'>): Promise<PoolNote>;
  /**
   * Stores a note in place of the one with a version, or, if that is `undefined`, as a new one. @returns `false` if another
   * writer was faster, so that nothing was written
   */
  putOver(note: Omit<PoolNote, 'version'>, version: string | undefined): Promise<boolean>;
  /**
   * Deletes a note; does nothing if there is none. @returns `false` if it has another version than the given one, so that
   * nothing was deleted
   */
  delete(pool: PoolName, id: string, version?: string): Promise<boolean>;
}

export interface HasOverrides {
  /** What people and systems have set for a pool for a limited time; at most one override per pool. */
  readonly overrides: PoolNotes;
}

export interface HasAnnouncements {
  /** Announced work; any number of announcements per pool. */
  readonly announcements: PoolNotes;
}

export interface HasCircuitResets {
  /** When somebody has reset the circuit of a pool's gate. */
  readonly circuitResets: PoolNotes;
}
