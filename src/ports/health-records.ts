import type { Temporal } from 'temporal-polyfill';
import type { ExtensionHealth } from '../core/health/extension.ts';
import type { FoundExtension } from '../core/health/probe.ts';
import type { HealthTransition } from '../core/health/transitions.ts';
import type { PoolName } from '../core/pool/pool-name.ts';

/** What is stored about the extensions of a node: all of it, or only what an assessment needs. */
export interface HealthRecord<Extension extends FoundExtension = FoundExtension> extends PoolName {
  readonly nodeId: string;
  /** When the node was last probed, with or without success. */
  readonly triedAt: Temporal.Instant;
  /** Its last answer; `undefined` if there was none yet. */
  readonly probe: { readonly at: Temporal.Instant; readonly extensions: readonly Extension[] } | undefined;
  /** Why the last probe failed. */
  readonly fault: string | undefined;
  /** Extensions that have failed and not succeeded since. */
  readonly failing: readonly string[];
  /** What changed with the last answer; `undefined` if nothing did. */
  readonly changes: HealthChanges | undefined;
}

/** Changes that an answer showed. They are stored with it, because the process may end before it records them. */
export interface HealthChanges {
  readonly at: Temporal.Instant;
  readonly actor: string;
  readonly correlation: string;
  readonly transitions: readonly HealthTransition[];
}

/** A record, with the tag that an update must pass. */
export interface TaggedHealthRecord<Extension extends FoundExtension = FoundExtension> {
  readonly record: HealthRecord<Extension>;
  readonly tag: string;
}

/** When the collector last visited a pool. */
export interface PoolVisit extends PoolName {
  readonly at: Temporal.Instant;
}

/** The collected health of nodes. Names of pools and nodes match in any letter case. */
export interface HealthReader {
  /** All records of one pool. */
  listOf(pool: PoolName): Promise<readonly TaggedHealthRecord[]>;
  get(node: PoolName & { readonly nodeId: string }): Promise<TaggedHealthRecord<ExtensionHealth> | undefined>;
  /** The pools of an account that the collector has visited. */
  visits(account: string): Promise<readonly PoolVisit[]>;
}

export interface HealthRecords extends HealthReader {
  /**
   * Replaces the record that has `tag`, or stores the first one if `tag` is `undefined`.
   * @returns `false` if another writer was faster, so that nothing was written
   */
  put(record: HealthRecord<ExtensionHealth>, tag: string | undefined): Promise<boolean>;
  /** Notes a failed probe; the last answer stays. */
  noteFault(record: HealthRecord): Promise<void>;
  /** Deletes the record of a node; does nothing if there is none. */
  delete(node: PoolName & { readonly nodeId: string }): Promise<void>;
  visit(visit: PoolVisit): Promise<void>;
  /**
   * Makes a pool one that the collector has visited, a long time ago, if it is not. Without a visit, records of its nodes would
   * never be deleted.
   */
  expectVisit(pool: PoolName): Promise<void>;
  /** Deletes everything stored about a pool. */
  forget(pool: PoolName): Promise<void>;
}

export interface HasHealthReader {
  readonly health: HealthReader;
}

export interface HasHealthRecords {
  readonly health: HealthRecords;
}
