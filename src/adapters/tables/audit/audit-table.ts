import type { AuditTrail } from '../../../app/ports.ts';
import type { Table } from '../table.ts';
import { appender } from './append.ts';
import { pager } from './page.ts';
import { signposts } from './signposts.ts';

/** The audit history in the table `Audit`: records are only ever added, each linked to the one before it in its chain. */
export function auditTable(table: Table): AuditTrail {
  const signs = signposts(table);
  return { append: appender(table, signs), page: pager(table, signs) };
}
