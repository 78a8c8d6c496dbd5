import type { Temporal } from 'temporal-polyfill';
import type { AuditRecord } from '../../core/audit/record.ts';
import type { PoolName } from '../../core/pool/pool-name.ts';
import { POWER_ACTIONS } from '../../core/savings/evidence.ts';
import type { LedgerSpan } from '../../core/savings/ledger.ts';
import type { AuditFilter, HasAuditReader } from '../../ports/audit.ts';
import type { NodeName } from '../../ports/batch.ts';
import { refused } from './savings-span.ts';

/** The most audit records that one answer reads, which takes some seconds. */
const MOST_RECORDS = 50_000;

/** How many records one answer may still read. */
export interface ReadingBudget {
  left: number;
}

/** A budget for one answer. */
export function readingBudget(): ReadingBudget {
  return { left: MOST_RECORDS };
}

/** The records of a span that say when nodes of a pool were on. @throws AppError InvalidRequest if there are too many */
export async function powerRecords(
  { audit }: HasAuditReader,
  { pool, span }: { readonly pool: PoolName; readonly span: LedgerSpan },
  budget: ReadingBudget,
): Promise<readonly AuditRecord[]> {
  const found: AuditRecord[] = [];
  for await (const records of audit.stream({ account: pool.account, pool: pool.poolId, ...span })) {
    budget.left -= records.length;
    if (budget.left < 0)
      throw refused(
        'from',
        `the span has more than ${MOST_RECORDS} records; choose a shorter one, or one account or pool`,
      );
    found.push(...records.filter(isAboutPower));
  }
  return found;
}

/** How many pages of a node are searched. */
const NODE_PAGES = 5;
const NODE_PAGE = 100;

/** The last such records of one node before an instant, back to the one that says who deallocated it, if there is one. */
export async function powerRecordsBefore(
  ports: HasAuditReader,
  node: NodeName,
  to: Temporal.Instant,
): Promise<readonly AuditRecord[]> {
  return (await recordsToTurn(ports, node, { to })).filter(isAboutPower);
}

/** The first records of one node from an instant on, up to the one that shows what became of it, if there is one. */
export function recordsAfter(
  ports: HasAuditReader,
  node: NodeName,
  from: Temporal.Instant,
): Promise<readonly AuditRecord[]> {
  return recordsToTurn(ports, node, { from, order: 'oldest' });
}

async function recordsToTurn(
  { audit }: HasAuditReader,
  { account, poolId, nodeId }: NodeName,
  where: Pick<AuditFilter, 'from' | 'to' | 'order'>,
): Promise<readonly AuditRecord[]> {
  const found: AuditRecord[] = [];
  let cursor: string | undefined;
  for (let pages = 0; pages < NODE_PAGES; pages += 1) {
    const page = await audit.page({ account, pool: poolId, node: nodeId, ...where, limit: NODE_PAGE, cursor });
    found.push(...page.records);
    cursor = page.cursor;
    if (cursor === undefined || page.records.some(isTurn)) break;
  }
  return found;
}

function isAboutPower({ action }: AuditRecord): boolean {
  return POWER_ACTIONS.has(action);
}

/** A record with which a period begins or ends, so that those beyond it do not matter. */
function isTurn(record: AuditRecord): boolean {
  return isAboutPower(record) && record.action !== 'node.deallocated' && record.phase !== 'intent';
}
