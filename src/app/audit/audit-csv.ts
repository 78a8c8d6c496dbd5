import { stringify } from 'csv-stringify/sync';
import type { AuditRecord } from '../../core/audit/record.ts';
import { toAuditView } from '../../ports/audit-view.ts';

/** The columns of an export as CSV, in their order. They are a contract: new ones come last. */
export const CSV_COLUMNS = [
  'id',
  'at',
  'account',
  'pool',
  'node',
  'document',
  'action',
  'phase',
  'outcome',
  'actor',
  'reason',
  'correlation',
  'intent',
  'policy',
  'before',
  'after',
  'chain',
  'number',
  'previous',
  'hash',
] as const;

/** The line of the names of the columns. */
export function csvHeader(): string {
  return `${CSV_COLUMNS.join(',')}\r\n`;
}

/** Records as lines of CSV after RFC 4180; `before` and `after` as JSON. No cell is one that a spreadsheet would run. */
export function toCsv(records: readonly AuditRecord[]): string {
  return stringify(
    records.map((record) => cellsOf(toAuditView(record))),
    { record_delimiter: 'windows' },
  );
}

function cellsOf(view: Readonly<Record<string, unknown>>): readonly string[] {
  return CSV_COLUMNS.map((name) => {
    const value = view[name];
    if (value === undefined) return '';
    // What was a text is one in JSON as well, so that both can be read back.
    const isJson = name === 'before' || name === 'after';
    return defuse(isJson ? JSON.stringify(value) : String(value));
  });
}

/**
 * What a spreadsheet may take for a formula, also in full width and behind blanks or quotes:
 * https://owasp.org/www-community/attacks/CSV_Injection
 */
const FORMULA = /^[\s"'\u200b\ufeff]*[=+\-@\uff1d\uff0b\uff0d\uff20]|^[\t\r\n]/u;

/** The text with an apostrophe before it where a spreadsheet would take it for a formula. */
export function defuse(text: string): string {
  return FORMULA.test(text) ? `'${text}` : text;
}
