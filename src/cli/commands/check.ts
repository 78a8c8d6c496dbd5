import { InvalidArgumentError } from '@commander-js/extra-typings';
import { Temporal } from 'temporal-polyfill';
import { readNewSchedule } from '../../app/documents/read-schedule.ts';
import { scheduleAdvice } from '../../app/documents/schedule-advice.ts';
import { checkPoolText } from '../../app/pool-check/check-pool-text.ts';
import { DEFAULT_ARM_API_VERSION } from '../../config/settings.ts';
import type { InputFault } from '../../core/text/input-fault.ts';
import type { DocumentFinding } from '../../documents/fields/document-finding.ts';
import type { Parsed } from '../../documents/fields/parsed.ts';
import { parsePolicy } from '../../documents/policies/policy-document.ts';
import { parseRule } from '../../documents/rules/rule-document.ts';
import { findingsOfRule } from '../../documents/rules/rule-findings.ts';
import { parseSubscription } from '../../documents/subscriptions/subscription-document.ts';
import { findingsOfSubscription } from '../../documents/subscriptions/subscription-findings.ts';
import { calendarsBeside } from '../files/calendars.ts';
import { findingsAmong } from '../files/check-together.ts';
import { type DocumentFile, readDocumentFile } from '../files/document-file.ts';
import { type Finding, locate } from '../files/finding.ts';
import { command, usage } from '../terminal/command.ts';
import { paint } from '../terminal/paint.ts';

const checkUsage = () =>
  usage(
    'check',
    'Checks schedules, policies, rules, subscriptions and pool bodies in files with the code of the app.',
    'office-hours.json builds.json',
  )
    .argument('<file...>', 'JSON documents; the documents of one call are also checked for conflicts with each other')
    .option(
      '--api-version <version>',
      'of the management plane, for pool bodies',
      apiVersionOf,
      DEFAULT_ARM_API_VERSION,
    )
    .option('--json', 'prints the findings as JSON');

/** `check FILE…`: checks documents and pool bodies with the engine of the app. Exit code 1 where there is an error. */
export const check = command(checkUsage, async ({ operands: [names], options: { apiVersion, json }, write }) => {
  const files = await Promise.all(names.map(readDocumentFile));
  const found = await Promise.all(
    files.map((file) => (file.kind === 'pools' ? poolFindings(file, apiVersion) : findingsIn(file))),
  );
  const findings = [...found.flat(), ...findingsAmong(files.filter(({ kind }) => kind !== 'pools'))];
  const ok = !findings.some(({ severity }) => severity === 'error');
  write(json ? `${JSON.stringify({ ok, findings })}\n` : shown(findings, files.length));
  return ok ? 0 : 1;
});

type Reader = (value: unknown) => Parsed<readonly DocumentFinding[]>;

/**
 * How a document is parsed that is checked by itself, and what is found if it is valid; schedules are read with their calendars,
 * and findings about policies come from all of them.
 */
const READERS: Partial<Record<DocumentFile['kind'], Reader>> = {
  policies: reader(parsePolicy, () => []),
  rules: reader(parseRule, findingsOfRule),
  subscriptions: reader(parseSubscription, findingsOfSubscription),
};

function reader<Value>(
  parse: (value: unknown) => Parsed<Value>,
  find: (value: Value) => readonly DocumentFinding[],
): Reader {
  return (value) => {
    const parsed = parse(value);
    return parsed.ok ? { ok: true, value: find(parsed.value) } : parsed;
  };
}

function apiVersionOf(text: string): string {
  if (/^\d{4}-\d\d-\d\d(?:-preview)?$/.test(text)) return text;
  throw new InvalidArgumentError('A version such as 2024-07-01 is expected.');
}

function poolFindings(document: DocumentFile, apiVersion: string): readonly Finding[] {
  return checkPoolText(document.text, { apiVersion }).findings.map((finding) => locate(document, finding));
}

async function findingsIn(document: DocumentFile): Promise<readonly Finding[]> {
  if (document.syntax.length > 0) {
    return document.syntax.map(({ path, message, offset }) => ({
      ...locate(document, { severity: 'error', path, rule: 'json', message }),
      ...document.locationAt(offset),
    }));
  }
  const read = READERS[document.kind];
  if (read !== undefined) {
    const found = read(document.value);
    const findings = found.ok ? found.value : found.faults.map((fault) => ({ ...ERROR, ...fault }));
    return findings.map((finding) => locate(document, finding));
  }
  const parsed = await readNewSchedule(calendarsBeside(document.file), document.value);
  if (!parsed.ok) {
    return parsed.faults.map((fault) => locate(document, { ...ERROR, ...fault, rule: ruleOf(fault) }));
  }
  return scheduleAdvice(parsed.value, Temporal.Now.instant()).map((one) => locate(document, one));
}

function ruleOf({ path, message }: InputFault): string {
  if (path.startsWith('$.expect') && /is expected at/.test(message)) return 'expectation';
  return /^\$\.exceptions\[\d+\]\.calendar$/.test(path) ? 'calendar' : 'document';
}

const ERROR = { severity: 'error', rule: 'document' } as const;

function shown(findings: readonly Finding[], files: number): string {
  const lines = findings.map(
    ({ file, line, column, severity, path, message }) =>
      `${file}:${line}:${column} ${paint(severity === 'error' ? 'red' : 'yellow', severity)} ${path} ${message}\n`,
  );
  const count = findings.filter(({ severity }) => severity === 'error').length;
  return `${lines.join('')}${files} ${files === 1 ? 'file' : 'files'}, ${count} ${count === 1 ? 'error' : 'errors'}\n`;
}
