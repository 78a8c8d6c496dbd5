import { parseArgs } from 'node:util';
import { Temporal } from 'temporal-polyfill';
import type { DocumentFinding } from '../../app/documents/document-finding.ts';
import { parsePolicy } from '../../app/documents/policy-document.ts';
import { readNewSchedule } from '../../app/documents/read-schedule.ts';
import { parseRule } from '../../app/documents/rule-document.ts';
import { scheduleFindings } from '../../app/documents/schedule-findings.ts';
import { AppError, type Fault } from '../../app/errors.ts';
import { checkPoolText } from '../../app/pool-check/check-pool-text.ts';
import { DEFAULT_ARM_API_VERSION } from '../../config/settings.ts';
import type { Schedule } from '../../core/schedule/schedule.ts';
import { timelineOf } from '../../core/schedule/timeline.ts';
import { calendarsBeside } from '../calendars.ts';
import { findingsAmong } from '../check-together.ts';
import type { Command } from '../command.ts';
import { type DocumentFile, readDocumentFile } from '../document-file.ts';
import { type Finding, placed } from '../finding.ts';
import { Misuse } from '../misuse.ts';

/** `check FILE…`: reads schedules, policies, rules and the bodies of pools with the engine of the app. Exit code 1 where there is an error. */
export const check: Command = async (parameters, write) => {
  const { values, positionals } = parseArgs({
    args: [...parameters],
    options: {
      json: { type: 'boolean', default: false },
      'api-version': { type: 'string', default: DEFAULT_ARM_API_VERSION },
    },
    allowPositionals: true,
  });
  if (positionals.length === 0) throw new Misuse('check needs a file.');
  const files = positionals.map(readDocumentFile);
  const apiVersion = values['api-version'];
  if (!/^\d{4}-\d\d-\d\d(?:-preview)?$/.test(apiVersion)) {
    throw new Misuse(`--api-version ${apiVersion}: a version of the management plane such as 2024-07-01 is expected.`);
  }
  const found = await Promise.all(
    files.map((file) => (file.kind === 'pools' ? poolFindings(file, apiVersion) : findingsIn(file))),
  );
  const findings = [...found.flat(), ...findingsAmong(files.filter(({ kind }) => kind !== 'pools'))];
  const ok = !findings.some(({ severity }) => severity === 'error');
  write(values.json ? `${JSON.stringify({ ok, findings })}\n` : shown(findings, files.length));
  return ok ? 0 : 1;
};

function poolFindings(document: DocumentFile, apiVersion: string): readonly Finding[] {
  return checkPoolText(document.text, { apiVersion }).findings.map((finding) => placed(document, finding));
}

async function findingsIn(document: DocumentFile): Promise<readonly Finding[]> {
  if (document.syntax.length > 0) {
    return document.syntax.map(({ message, offset }) => ({
      ...placed(document, { severity: 'error', path: '$', rule: 'json', message }),
      ...document.placeAt(offset),
    }));
  }
  if (document.kind !== 'schedules') {
    const parsed = document.kind === 'rules' ? parseRule(document.value) : parsePolicy(document.value);
    return parsed.ok ? [] : parsed.faults.map((fault) => placed(document, { ...ERROR, ...fault }));
  }
  const parsed = await readNewSchedule(calendarsBeside(document.file), document.value);
  if (!parsed.ok) {
    return parsed.faults.map((fault) => placed(document, { ...ERROR, ...fault, rule: ruleOf(fault) }));
  }
  return adviceOn(parsed.value).map((one) => placed(document, one));
}

function adviceOn(schedule: Schedule): readonly DocumentFinding[] {
  const now = Temporal.Now.instant();
  try {
    return scheduleFindings(timelineOf(schedule, now, now.add(FORESIGHT)));
  } catch (error) {
    // A calendar that is fit for the next weeks may have too many events for years.
    if (!(error instanceof AppError)) throw error;
    return [{ severity: 'warning', path: '$.exceptions', rule: 'calendar', message: error.message }];
  }
}

function ruleOf({ path, message }: Fault): string {
  if (path.startsWith('$.expect') && /is expected at/.test(message)) return 'expectation';
  return /^\$\.exceptions\[\d+\]\.calendar$/.test(path) ? 'calendar' : 'document';
}

const ERROR = { severity: 'error', rule: 'document' } as const;

/** Two years, so that a leap day is among them more often than not. */
const FORESIGHT = { hours: 2 * 366 * 24 };

function shown(findings: readonly Finding[], files: number): string {
  const lines = findings.map(
    ({ file, line, column, severity, path, message }) => `${file}:${line}:${column} ${severity} ${path} ${message}\n`,
  );
  const count = findings.filter(({ severity }) => severity === 'error').length;
  return `${lines.join('')}${files} ${files === 1 ? 'file' : 'files'}, ${count} ${count === 1 ? 'error' : 'errors'}\n`;
}
