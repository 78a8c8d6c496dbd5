import type { AuditTrail } from '../../../ports/audit.ts';
import type { Table } from '../storage/table.ts';
import { appender } from './append.ts';
import { archivedMonths } from './archived-months.ts';
import { chainIndex } from './chain-index.ts';
import { pager, SEARCH_MS, streamer } from './page.ts';

/**
 * The audit log in the table `Audit`: records are only appended, each linked to the previous one in its chain.
 * @param searchMs how long a search may take
 */
export function auditTable(table: Table, searchMs = SEARCH_MS): AuditTrail {
  const index = chainIndex(table);
  return {
    append: appender(table, index),
    page: pager(table, index, searchMs.page),
    stream: streamer(table, searchMs.stream),
    archivedMonths: (filter) => archivedMonths({ table, index }, filter),
  };
}
