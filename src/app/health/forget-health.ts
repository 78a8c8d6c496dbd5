import type { Temporal } from 'temporal-polyfill';
import type { PoolName } from '../../core/pool/pool-name.ts';
import type { HasAuditReader, HasAuditWriter } from '../../ports/audit.ts';
import type { HasHealthRecords, TaggedHealthRecord } from '../../ports/health-records.ts';
import { tellChanges } from './tell-changes.ts';

type ForgetPorts = HasAuditReader & HasAuditWriter & HasHealthRecords;

/** Deletes what is stored about the health of a pool, after changes that are not yet in the audit log were recorded. */
export async function forgetPool(ports: ForgetPorts, pool: PoolName, at: Temporal.Instant): Promise<void> {
  for (const { record } of await ports.health.listOf(pool)) await tellChanges(ports, record, at);
  await ports.health.forget(pool);
}

/** The records of a pool, and the nodes that it has. */
interface Nodes {
  readonly records: readonly TaggedHealthRecord[];
  readonly existing: readonly { readonly id: string }[];
}

/** Deletes the records of nodes that do not exist any more, likewise. @returns how many */
export async function forgetNodes(
  ports: ForgetPorts,
  { records, existing }: Nodes,
  at: Temporal.Instant,
): Promise<number> {
  const there = new Set(existing.map(({ id }) => id.toLowerCase()));
  const gone = records.filter(({ record }) => !there.has(record.nodeId.toLowerCase()));
  for (const { record } of gone) {
    await tellChanges(ports, record, at);
    await ports.health.delete(record);
  }
  return gone.length;
}
