import type { Temporal } from 'temporal-polyfill';
import type { AuditRecord } from '../../core/audit/record.ts';
import type { PoolName } from '../../core/pool/pool-name.ts';
import { POWER_ACTIONS } from '../../core/savings/evidence.ts';
import type { LedgerSpan } from '../../core/savings/ledger.ts';
import type { HasAuditReader } from '../../ports/audit.ts';
import type { NodeName } from '../../ports/batch.ts';
import { refused } from './savings-span.ts';

/** So many records of the audit log are read for one answer at the most: some seconds. */
const MOST_RECORDS = 50_000;

/** What may still be read for one answer. */
export interface ReadingBudget {
  left: number;
}

/** A budget for one answer. */
export function readingBudget(): ReadingBudget {
  return { left: MOST_RECORDS };
}

/** The records of a span about the power of nodes of a pool. @throws AppError InvalidRequest if there are too many */
export async function powerRecords(
  { audit }: HasAuditReader,
  { pool, span }: { readonly pool: PoolName; readonly span: LedgerSpan },
  budget: ReadingBudget,
): Promise<readonly AuditRecord[]> {
  const found: AuditRecord[] = [];
  for await (const records of audit.stream({ account: pool.account, pool: pool.poolId, ...span })) {
    budget.left -= records.length;
    if (budget.left < 0) throw refused('from', `the span has more than ${MOST_RECORDS} records; ask for a shorter one`);
    found.push(...records.filter(isAboutPower));
  }
  return found;
}

/** A node has many records of other things at the most; older ones are not looked for. */
const NODE_PAGES = 5;
const NODE_PAGE = 100;

/** The last records about the power of one node before an instant: far enough back to know who turned it off, if that is recorded. */
export async function powerRecordsBefore(
  { audit }: HasAuditReader,
  { account, poolId, nodeId }: NodeName,
  to: Temporal.Instant,
): Promise<readonly AuditRecord[]> {
  const found: AuditRecord[] = [];
  let cursor: string | undefined;
  for (let pages = 0; pages < NODE_PAGES; pages += 1) {
    const page = await audit.page({ account, pool: poolId, node: nodeId, to, limit: NODE_PAGE, cursor });
    found.push(...page.records.filter(isAboutPower));
    cursor = page.cursor;
    if (cursor === undefined || found.some(isTurn)) break;
  }
  return found;
}

/** Has anything been recorded about a node since an instant? Then it was still there. */
export async function isRecordedSince(
  { audit }: HasAuditReader,
  { account, poolId, nodeId }: NodeName,
  from: Temporal.Instant,
): Promise<boolean> {
  const { records } = await audit.page({ account, pool: poolId, node: nodeId, from, limit: 1 });
  return records.length > 0;
}

function isAboutPower({ action }: AuditRecord): boolean {
  return POWER_ACTIONS.has(action);
}

/** A record with which something begins or ends, so that what came before it does not matter. */
function isTurn({ action, phase }: AuditRecord): boolean {
  return action !== 'node.deallocated' && phase !== 'intent';
}
