import { effectivePolicyFor } from '../../core/plan/effective-policy.ts';
import { poolKey } from '../../core/pool/pool-key.ts';
import type { PoolName } from '../../core/pool/pool-name.ts';
import type { HasBatchReader } from '../../ports/batch.ts';
import type { HasClock } from '../../ports/clock.ts';
import { type DocumentSources, readDocuments } from '../documents/read-documents.ts';
import { timeZoneOf } from '../pools/moments-in-words.ts';

/** The time zone of each pool's first schedule by the current documents; UTC for pools without one, and for deleted pools. */
export async function zonesOfPools(
  ports: DocumentSources & HasBatchReader & HasClock,
  pools: readonly PoolName[],
): Promise<(pool: PoolName) => string> {
  const documents = await readDocuments(ports, await ports.clock.now());
  const accounts = [...new Set(pools.map(({ account }) => account))];
  const listed = await Promise.all(
    accounts.filter((one) => ports.batch.accounts.includes(one)).map((one) => ports.batch.listPools(one)),
  );
  const zones = new Map(
    listed.flat().map((facts) => [poolKey(facts), timeZoneOf(effectivePolicyFor(facts, documents))]),
  );
  return (pool) => zones.get(poolKey(pool)) ?? 'UTC';
}
