import type { AuditTrail } from '../../ports/audit.ts';
import type { AuditChains } from '../../ports/audit-chains.ts';
import type { DayFiguresStore } from '../../ports/day-figures.ts';
import type { DemandRecords } from '../../ports/demand-records.ts';
import type { PoolStates } from '../../ports/pool-states.ts';
import { later, loadedOnce, streamsLater } from '../later.ts';
import type { Table } from './storage/table.ts';

/** A table, opened when it is first used. */
type TableLater = () => Promise<Table>;

/** What was decided about pools last. */
export function poolStates(table: TableLater): PoolStates {
  const states = loadedOnce(async () => (await import('./pool-state-table.ts')).poolStateTable(await table()));
  return later(states, ['list', 'listPlans', 'get', 'put', 'sweep']);
}

/** The audit log. */
export function auditTrail(table: TableLater): AuditTrail {
  const audit = loadedOnce(async () => (await import('./audit/audit-table.ts')).auditTable(await table()));
  return { ...later(audit, ['append', 'page', 'archivedMonths']), ...streamsLater(audit, ['stream']) };
}

/** Its chains, one by one. */
export function auditChains(table: TableLater): AuditChains {
  const chains = loadedOnce(async () => (await import('./audit/chain-table.ts')).chainTable(await table()));
  return {
    ...later(chains, ['list', 'head', 'row', 'missingIndexRows', 'close', 'markArchived', 'clear']),
    ...streamsLater(chains, ['rows', 'hourIndexRows', 'inOrder']),
  };
}

/** The recorded demand of pools. */
export function demandRecords(table: TableLater): DemandRecords {
  const records = loadedOnce(async () => (await import('./demand-table.ts')).demandTable(await table()));
  return later(records, ['readDay', 'addToDay', 'sweep']);
}

/** What the nodes of pools ran and saved, day by day. */
export function dayFigures(table: TableLater): DayFiguresStore {
  const figures = loadedOnce(async () => (await import('./day-figures-table.ts')).dayFiguresTable(await table()));
  return {
    ...later(figures, ['list', 'listUseBefore', 'poolsOf', 'add', 'sweep']),
    ...streamsLater(figures, ['stream']),
  };
}
