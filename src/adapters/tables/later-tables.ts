import type { AuditTrail } from '../../ports/audit.ts';
import type { AuditChains } from '../../ports/audit-chains.ts';
import type { DayFiguresStore } from '../../ports/day-figures.ts';
import type { DemandRecords } from '../../ports/demand-records.ts';
import type { PoolStates } from '../../ports/pool-states.ts';
import { later, loadedOnce, streamsLater } from '../later.ts';
import type { Table } from './storage/table.ts';

/** What was decided about pools last. */
export function poolStates(table: Table): PoolStates {
  const states = loadedOnce(async () => (await import('./pool-state-table.ts')).poolStateTable(table));
  return later(states, ['list', 'listPlans', 'get', 'put', 'sweep']);
}

/** The audit log. */
export function auditTrail(table: Table): AuditTrail {
  const audit = loadedOnce(async () => (await import('./audit/audit-table.ts')).auditTable(table));
  return { ...later(audit, ['append', 'page', 'archivedMonths']), ...streamsLater(audit, ['stream']) };
}

/** Its chains, one by one. */
export function auditChains(table: Table): AuditChains {
  const chains = loadedOnce(async () => (await import('./audit/chain-table.ts')).chainTable(table));
  return {
    ...later(chains, ['list', 'head', 'row', 'missingIndexRows', 'close', 'markArchived', 'clear']),
    ...streamsLater(chains, ['rows', 'hourIndexRows', 'inOrder']),
  };
}

/** The recorded demand of pools. */
export function demandRecords(table: Table): DemandRecords {
  const records = loadedOnce(async () => (await import('./demand-table.ts')).demandTable(table));
  return later(records, ['readDay', 'addToDay', 'sweep']);
}

/** What the nodes of pools ran and saved, day by day. */
export function dayFigures(table: Table): DayFiguresStore {
  const figures = loadedOnce(async () => (await import('./day-figures-table.ts')).dayFiguresTable(table));
  return {
    ...later(figures, ['list', 'listUseBefore', 'poolsOf', 'add', 'sweep']),
    ...streamsLater(figures, ['stream']),
  };
}
