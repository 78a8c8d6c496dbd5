import type { AuditTrail } from '../../../ports/audit.ts';
import type { Table } from '../storage/table.ts';
import { appender } from './append.ts';
import { archivedMonths } from './archived-months.ts';
import { pager, streamer } from './page.ts';
import { signposts } from './signposts.ts';

/** The audit history in the table `Audit`: records are only ever added, each linked to the one before it in its chain. */
export function auditTable(table: Table): AuditTrail {
  const signs = signposts(table);
  return {
    append: appender(table, signs),
    page: pager(table, signs),
    stream: streamer(table, signs),
    archivedMonths: (filter) => archivedMonths({ table, signs }, filter),
  };
}
