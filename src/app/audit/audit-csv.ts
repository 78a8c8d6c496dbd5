import { stringify } from 'csv-stringify/sync';
import type { AuditRecord } from '../../core/audit/record.ts';
import { toAuditView } from '../../ports/audit-view.ts';
import { LONGEST_CELL, shortJson, shortText } from './short-cell.ts';

/** The columns of a CSV export, in order. The order is a contract: new columns come last. */
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
  'shortened',
] as const;

/** The header line. */
export function csvHeader(): string {
  return `${CSV_COLUMNS.join(',')}\r\n`;
}

/**
 * Records as lines of CSV (RFC 4180), with `before` and `after` as JSON. No cell begins a formula in a spreadsheet, or is
 * longer than common programs accept; `shortened` names the columns whose values were too long.
 */
export function toCsv(records: readonly AuditRecord[]): string {
  return stringify(
    records.map((record) => cellsOf(toAuditView(record))),
    { record_delimiter: 'windows' },
  );
}

function cellsOf(view: Readonly<Record<string, unknown>>): readonly string[] {
  const shortened: string[] = [];
  const record = String(view['id']);
  return CSV_COLUMNS.map((name) => {
    if (name === 'shortened') return shortened.join(' ');
    const text = textOf(name, view[name]);
    const cell = defuse(isJson(name) ? defuseJson(text) : text);
    if (cell.length <= LONGEST_CELL) return cell;
    shortened.push(name);
    return isJson(name) ? shortJson(text, record) : shortText(cell, record);
  });
}

function textOf(name: string, value: unknown): string {
  if (value === undefined) return '';
  // A string in these columns is JSON as well, so that both kinds can be parsed.
  return isJson(name) ? JSON.stringify(value) : String(value);
}

function isJson(name: string): boolean {
  return name === 'before' || name === 'after';
}

/**
 * What a spreadsheet may interpret as a formula, also with full-width characters and after blanks or quotes:
 * https://owasp.org/www-community/attacks/CSV_Injection
 */
const FORMULA = /^[\s"'\u200b\ufeff]*[=+\-@\uff1d\uff0b\uff0d\uff20]|^[\t\r\n]/u;

/**
 * The same after a semicolon or tab, because a spreadsheet may split cells there. A tab begins a part of its own, so a text of
 * tabs is read once.
 */
const FORMULA_IN_PART = /([;\t](?:[^\S\t]|["'\u200b])*)([=+\-@\uff1d\uff0b\uff0d\uff20])/gu;

/**
 * Puts an apostrophe before a text that a spreadsheet would interpret as a formula, and before such a part of it after a
 * semicolon or tab.
 */
export function defuse(text: string): string {
  const parts = text.replaceAll(FORMULA_IN_PART, "$1'$2");
  return FORMULA.test(parts) ? `'${parts}` : parts;
}

/** In JSON, a character can be replaced by its escape without a change of meaning; a semicolon occurs only in strings. */
function defuseJson(json: string): string {
  return json.replaceAll(
    FORMULA_IN_PART,
    (_, before: string, sign: string) => `${before}\\u${sign.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );
}
