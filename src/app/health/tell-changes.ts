import type { Temporal } from 'temporal-polyfill';
import { nodeHealthChanged } from '../../core/audit/events.ts';
import type { HasAuditReader, HasAuditWriter } from '../../ports/audit.ts';
import type { HealthChanges, HealthRecord } from '../../ports/health-records.ts';

/** The changes of a node. */
type Found = Pick<HealthRecord, 'account' | 'poolId' | 'nodeId' | 'changes'>;

/** Another process has recorded the changes. */
class AlreadyTold extends Error {}

/** Records the changes of a node at `at`, unless they are recorded already. */
export async function tellChanges(
  ports: HasAuditReader & HasAuditWriter,
  { changes, nodeId, ...pool }: Found,
  at: Temporal.Instant,
): Promise<void> {
  if (changes === undefined) return;
  const { actor, correlation, transitions } = changes;
  const context = { at, actor, pool, correlation, policy: undefined };
  const entries = transitions.map((transition) => nodeHealthChanged(context, { node: nodeId, transition }));
  // Checked under the head of the chain, because two processes may find the same changes unrecorded.
  const stillMay = async () => {
    if ((await countTold(ports, { ...pool, nodeId }, changes)) >= entries.length) throw new AlreadyTold();
  };
  try {
    await ports.audit.append(entries, { stillMay });
  } catch (error) {
    if (!(error instanceof AlreadyTold)) throw error;
  }
}

async function countTold(
  { audit }: HasAuditReader,
  { account, poolId, nodeId }: Omit<Found, 'changes'>,
  { at, correlation }: HealthChanges,
): Promise<number> {
  let told = 0;
  // By the node, which is the shorter way: a correlation covers all nodes of a run.
  for await (const records of audit.stream({ account, pool: poolId, node: nodeId, from: at }))
    told += records.filter((record) => record.correlation === correlation).length;
  return told;
}
