import { parseArgs } from 'node:util';
import { Temporal } from 'temporal-polyfill';
import { parsePolicy } from '../../app/documents/policy-document.ts';
import { readNewSchedule } from '../../app/documents/read-schedule.ts';
import type { Fault } from '../../app/errors.ts';
import { windowsThatNeverOpen } from '../../core/schedule/preview.ts';
import { calendarsBeside } from '../calendars.ts';
import type { Command } from '../command.ts';
import { type DocumentFile, type Place, readDocumentFile } from '../document-file.ts';
import { Misuse } from '../misuse.ts';

/** Something worth knowing about a document, and where. */
export interface Finding extends Place {
  readonly file: string;
  readonly severity: 'error' | 'warning' | 'advice';
  readonly path: string;
  readonly rule: string;
  readonly message: string;
}

/** `check FILE…`: reads schedules and policies with the engine of the app. Exit code 1 where there is an error. */
export const check: Command = async (parameters, write) => {
  const { values, positionals } = parseArgs({
    args: [...parameters],
    options: { json: { type: 'boolean', default: false } },
    allowPositionals: true,
  });
  if (positionals.length === 0) throw new Misuse('check needs a file.');
  const files = positionals.map(readDocumentFile);
  const found = await Promise.all(files.map(findingsIn));
  const findings = [...found.flat(), ...unknownSchedules(files), ...doubles(files)];
  const ok = !findings.some(({ severity }) => severity === 'error');
  write(values.json ? `${JSON.stringify({ ok, findings })}\n` : shown(findings, files.length));
  return ok ? 0 : 1;
};

async function findingsIn(document: DocumentFile): Promise<readonly Finding[]> {
  if (document.syntax.length > 0) {
    return document.syntax.map(({ message, offset }) => ({
      ...at(document, '$'),
      ...document.placeAt(offset),
      severity: 'error',
      rule: 'json',
      message,
    }));
  }
  if (document.kind === 'policies') {
    const parsed = parsePolicy(document.value);
    return parsed.ok ? [] : parsed.faults.map((fault) => ({ ...at(document, fault.path), ...ERROR, ...fault }));
  }
  const parsed = await readNewSchedule(calendarsBeside(document.file), document.value);
  if (!parsed.ok) {
    return parsed.faults.map((fault) => ({ ...at(document, fault.path), ...ERROR, ...fault, rule: ruleOf(fault) }));
  }
  return neverOpen(document, windowsThatNeverOpen(parsed.value, ...yearFrom(Temporal.Now.instant())));
}

function ruleOf({ path, message }: Fault): string {
  if (path.startsWith('$.expect') && /is expected at/.test(message)) return 'expectation';
  return /^\$\.exceptions\[\d+\]\.calendar$/.test(path) ? 'calendar' : 'document';
}

const ERROR = { severity: 'error', rule: 'document' } as const;

/** Two years, so that a leap day is among them more often than not. */
function yearFrom(now: Temporal.Instant): [Temporal.Instant, Temporal.Instant] {
  return [now, now.add({ hours: 2 * 366 * 24 })];
}

function neverOpen(document: DocumentFile, names: readonly string[]): readonly Finding[] {
  const { windows } = document.value as { readonly windows: readonly { readonly name: string }[] };
  return names.map((name) => ({
    ...at(document, `$.windows[${windows.findIndex((window) => window.name === name)}]`),
    severity: 'warning',
    rule: 'window-never-opens',
    message: `window "${name}" does not open within two years from now`,
  }));
}

/** A policy may name schedules that are kept elsewhere; where schedules are checked along, it is worth a word. */
function unknownSchedules(files: readonly DocumentFile[]): readonly Finding[] {
  const known = new Set(files.filter(({ kind }) => kind === 'schedules').map(({ value }) => membersOf(value)['id']));
  if (known.size === 0) return [];
  return files
    .filter(({ kind }) => kind === 'policies')
    .flatMap((document) => {
      const named = membersOf(document.value)['schedules'];
      return (Array.isArray(named) ? named : []).flatMap((schedule: unknown, index): readonly Finding[] =>
        known.has(schedule)
          ? []
          : [
              {
                ...at(document, `$.schedules[${index}]`),
                severity: 'warning',
                rule: 'schedule-not-here',
                message: `the schedule '${schedule}' is in none of these files`,
              },
            ],
      );
    });
}

function doubles(files: readonly DocumentFile[]): readonly Finding[] {
  const first = new Map<string, string>();
  return files.flatMap((document): readonly Finding[] => {
    const { id } = membersOf(document.value);
    const name = `${document.kind}/${id}`;
    const other = first.get(name);
    if (other === undefined) first.set(name, document.file);
    if (typeof id !== 'string' || other === undefined) return [];
    return [{ ...at(document, '$.id'), severity: 'error', rule: 'same-id', message: `${other} has this id too` }];
  });
}

function membersOf(value: unknown): Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null ? (value as Readonly<Record<string, unknown>>) : {};
}

function at(document: DocumentFile, path: string) {
  return { file: document.file, path, ...document.place(path) };
}

function shown(findings: readonly Finding[], files: number): string {
  const lines = findings.map(
    ({ file, line, column, severity, path, message }) => `${file}:${line}:${column} ${severity} ${path} ${message}\n`,
  );
  const count = findings.filter(({ severity }) => severity === 'error').length;
  return `${lines.join('')}${files} ${files === 1 ? 'file' : 'files'}, ${count} ${count === 1 ? 'error' : 'errors'}\n`;
}
