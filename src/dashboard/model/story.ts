import type { AuditRecord } from '../../api/audit-record.ts';

/** What the audit log is narrowed to; all that is said holds. */
export interface HistoryFilter {
  readonly account?: string;
  readonly pool?: string;
  readonly action?: string;
  readonly correlation?: string;
}

/** The question for the newest records that a filter lets through; of one correlation as many as a story may have. */
export function historyQuery(filter: HistoryFilter): string {
  const { correlation, account, pool, action } = filter;
  const parameters = new URLSearchParams();
  const asked = { ...(correlation === undefined && { account, pool }), action, correlation };
  for (const [name, value] of Object.entries(asked)) {
    if (value !== undefined && value !== '') parameters.set(name, value);
  }
  parameters.set('limit', correlation === undefined ? '50' : '500');
  return `audit?${parameters}`;
}

/** What a record says was done and came of it: `start accepted`, `start intended`, `policy put`. */
export function describeAct({ action, phase, outcome }: Pick<AuditRecord, 'action' | 'phase' | 'outcome'>): string {
  const what = action.replaceAll('.', ' ');
  if (phase === 'intent') return `${what} intended`;
  return outcome === undefined ? what : `${what} ${outcome}`;
}

const BAD: ReadonlySet<string> = new Set(['failed', 'unknown', 'refused', 'gone']);

/** Is a record one that somebody should look at? */
export function isTrouble({ action, outcome }: Pick<AuditRecord, 'action' | 'outcome'>): boolean {
  return (outcome !== undefined && BAD.has(outcome)) || /failed|poisoned|late|opened|refused/.test(action);
}
