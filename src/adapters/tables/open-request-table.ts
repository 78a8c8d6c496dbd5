import { Temporal } from 'temporal-polyfill';
import type { PoolName } from '../../core/pool/pool-name.ts';
import type { OpenRequest, OpenRequests } from '../../ports/open-requests.ts';
import { listOpenRows } from './open-rows.ts';
import { deleteRow, type Row } from './storage/rows.ts';
import type { Table } from './storage/table.ts';

/** One partition, because there are few and all are read together. No account has such a name. */
const PARTITION = 'request|';

/** Open requests, in a table that also has other rows. */
export function openRequestTable(table: Table): OpenRequests {
  return {
    list: async () => {
      const { open, problems } = await listOpenRows(table, PARTITION, { read: fromEntity, unreadable });
      return { requests: open, problems };
    },
    put: async (request) => {
      await table.run((client) => client.upsertEntity(toEntity(request), 'Replace'));
    },
    delete: (request) => deleteRow(table, keysOf(request)),
  };
}

function keysOf({ pool: { account, poolId }, correlation }: { readonly pool: PoolName; readonly correlation: string }) {
  return { partitionKey: PARTITION, rowKey: `${account}|${poolId.toLowerCase()}|${correlation}` };
}

function toEntity({ pool, action, correlation, sentAt, deadline }: OpenRequest) {
  const { account, poolId } = pool;
  const times = { sentAt: sentAt.toString(), deadline: deadline.toString() };
  return { ...keysOf({ pool, correlation }), account, poolId, action, correlation, ...times };
}

function unreadable({ rowKey }: Row): string {
  return `The open request in the row ${rowKey} of the partition ${PARTITION} in the table Overrides cannot be read: delete the row. The request goes on if its message is in the queue; otherwise, send it again.`;
}

function fromEntity({ account, poolId, action, correlation, sentAt, deadline }: Row): OpenRequest {
  return {
    pool: { account: String(account), poolId: String(poolId) },
    action: action === 'start' ? 'start' : 'deallocate',
    correlation: String(correlation),
    sentAt: Temporal.Instant.from(String(sentAt)),
    deadline: Temporal.Instant.from(String(deadline)),
  };
}
