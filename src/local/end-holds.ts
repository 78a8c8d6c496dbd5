import { Temporal } from 'temporal-polyfill';
import { poolStateTable } from '../adapters/tables/pool-state-table.ts';
import { tables } from '../adapters/tables/storage/table.ts';

/**
 * Releases the fences of an earlier run on the same data. Locally, everything was one process, so nobody can still be acting.
 * In Azure, the leases must expire.
 */
export async function endHolds(connectionString: string, account: string): Promise<void> {
  const tableOf = tables({ kind: 'connection-string', connectionString }, () => {
    throw new Error('Azurite is spoken to with its key.');
  });
  const states = poolStateTable(tableOf('PoolState'));
  for (const { poolId, acting } of await states.list(account)) {
    if (acting === undefined) continue;
    const fenced = await states.get({ account, poolId });
    if (fenced === undefined) continue;
    await states.put({ ...fenced.state, acting: { ...acting, until: Temporal.Now.instant() } }, fenced.tag);
  }
}
