import { stringify } from 'csv-stringify/sync';
import type { AuditRecord } from '../../core/audit/record.ts';
import { toAuditView } from '../../ports/audit-view.ts';
import { LONGEST_CELL, shortJson, shortText } from './short-cell.ts';

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
  'shortened',
] as const;

/** The line of the names of the columns. */
export function csvHeader(): string {
  return `${CSV_COLUMNS.join(',')}\r\n`;
}

/**
 * Records as lines of CSV after RFC 4180; `before` and `after` as JSON. No cell is one that a spreadsheet would run, nor longer
 * than programs take; `shortened` names the columns that would be.
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
  // What was a text is one in JSON as well, so that both can be read back.
  return isJson(name) ? JSON.stringify(value) : String(value);
}

function isJson(name: string): boolean {
  return name === 'before' || name === 'after';
}

/**
 * What a spreadsheet may take for a formula, also in full width and behind blanks or quotes:
 * https://owasp.org/www-community/attacks/CSV_Injection
 */
const FORMULA = /^[\s"'\u200b\ufeff]*[=+\-@\uff1d\uff0b\uff0d\uff20]|^[\t\r\n]/u;

/** What begins a formula after what separates cells where somebody's spreadsheet splits at semicolons or tabs. */
const FORMULA_IN_PART = /([;\t][\s"'\u200b\ufeff]*)([=+\-@\uff1d\uff0b\uff0d\uff20])/gu;

/** The text with an apostrophe before it, and before what follows a semicolon or a tab, where a spreadsheet would take it for a formula. */
export function defuse(text: string): string {
  const parts = text.replaceAll(FORMULA_IN_PART, "$1'$2");
  return FORMULA.test(parts) ? `'${parts}` : parts;
}

/** JSON says the same when a character is written as an escape. Semicolons stand in texts only. */
function defuseJson(json: string): string {
  return json.replaceAll(
    FORMULA_IN_PART,
    (_, before: string, sign: string) => `${before}\\u${sign.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );
}
