import type { Temporal } from 'temporal-polyfill';
import type { ExtensionHealth } from '../core/health/extension.ts';
import type { FoundExtension } from '../core/health/probe.ts';
import type { PoolName } from '../core/pool/pool-name.ts';

/** What is kept of the extensions of a node: as much as a judgement needs, or all of it. */
export interface HealthRecord<Extension extends FoundExtension = FoundExtension> extends PoolName {
  readonly nodeId: string;
  /** When it was last asked, with or without success. */
  readonly triedAt: Temporal.Instant;
  /** Its last answer; `undefined` until there was one. */
  readonly probe: { readonly at: Temporal.Instant; readonly extensions: readonly Extension[] } | undefined;
  /** Why the last try failed. */
  readonly fault: string | undefined;
  /** Extensions that have failed and not succeeded since. */
  readonly failing: readonly string[];
}

/** A record with the tag that a write over it must bring along. */
export interface TaggedHealthRecord<Extension extends FoundExtension = FoundExtension> {
  readonly record: HealthRecord<Extension>;
  readonly tag: string;
}

/** When a pool was last visited for the health of its nodes. */
export interface PoolVisit extends PoolName {
  readonly at: Temporal.Instant;
}

/** What has been collected of the health of nodes. Pools and nodes are found in any letter case. */
export interface HealthReader {
  /** All of one pool. */
  listOf(pool: PoolName): Promise<readonly TaggedHealthRecord[]>;
  get(node: PoolName & { readonly nodeId: string }): Promise<TaggedHealthRecord<ExtensionHealth> | undefined>;
  /** The pools of an account that have been visited. */
  visits(account: string): Promise<readonly PoolVisit[]>;
}

export interface HealthRecords extends HealthReader {
  /** Writes over the record with `tag`, or the first one without. Gives `false`, and writes nothing, if another was faster. */
  put(record: HealthRecord<ExtensionHealth>, tag: string | undefined): Promise<boolean>;
  /** Notes a try that failed; the last answer stays. */
  noteFault(record: HealthRecord): Promise<void>;
  /** Removes the record of a node; nothing happens if there is none. */
  delete(node: PoolName & { readonly nodeId: string }): Promise<void>;
  visit(visit: PoolVisit): Promise<void>;
  /** Removes all that was kept of a pool. */
  forget(pool: PoolName): Promise<void>;
}

export interface HasHealthReader {
  readonly health: HealthReader;
}

export interface HasHealthRecords {
  readonly health: HealthRecords;
}
