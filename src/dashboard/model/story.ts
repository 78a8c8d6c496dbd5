import type { AuditRecord } from '../../api/audit-record.ts';
import { fromInput, type Zone } from './times.ts';
import { dateNamed } from './week.ts';

/** An actor in words: `Lamplighter`, `anna@contoso.com`, `webhook azure-monitor`. */
export function describeActor(actor: string): string {
  const [kind, ...rest] = actor.split(':');
  const name = rest.join(':');
  if (kind === 'timer' || kind === 'queue') return 'Lamplighter';
  if (actor === 'http:function-key') return 'somebody with a function key';
  if (actor === 'files') return 'documents beside the app';
  if (kind === 'entra') return name;
  return name === '' ? actor : `${kind} ${name}`;
}

/** The filters of the audit log; records match all that are set. */
export interface AuditLogFilter {
  readonly account?: string | undefined;
  readonly pool?: string | undefined;
  readonly node?: string | undefined;
  readonly document?: string | undefined;
  readonly action?: string | undefined;
  readonly actor?: string | undefined;
  readonly correlation?: string | undefined;
  readonly from?: string | undefined;
  readonly to?: string | undefined;
}

/** A filter whose days begin at midnight in a time zone: that in which its records are shown. */
export function withDaysIn(filter: AuditLogFilter, zone: Zone): AuditLogFilter {
  const beginOf = (date: string | undefined) =>
    dateNamed(date) === undefined ? date : fromInput(`${date}T00:00`, zone);
  return { ...filter, from: beginOf(filter.from), to: beginOf(filter.to) };
}

const FILTERS = ['account', 'pool', 'node', 'document', 'action', 'actor', 'correlation', 'from', 'to'] as const;

/** The request for the newest records that match a filter. */
export function auditQuery(filter: AuditLogFilter): string {
  const parameters = new URLSearchParams();
  for (const name of FILTERS) {
    const value = filter[name] ?? '';
    if (value !== '') parameters.set(name, value);
  }
  parameters.set('limit', '100');
  return `audit?${parameters}`;
}

/** The act of a record and its outcome: `start accepted`, `start intended`, `policy put`. */
export function describeAct({ action, phase, outcome }: Pick<AuditRecord, 'action' | 'phase' | 'outcome'>): string {
  const what = action.replaceAll('.', ' ');
  if (phase === 'intent') return `${what} intended`;
  return outcome === undefined ? what : `${what} ${outcome}`;
}

const BAD: ReadonlySet<string> = new Set(['failed', 'unknown', 'refused', 'gone']);

/** Whether a record needs attention. */
export function isTrouble({ action, outcome }: Pick<AuditRecord, 'action' | 'outcome'>): boolean {
  return (outcome !== undefined && BAD.has(outcome)) || /failed|poisoned|late|opened|refused/.test(action);
}
