import { parsePolicy } from '../../documents/policies/policy-document.ts';
import { findingsOfPolicy, policyFindings } from '../../documents/policies/policy-findings.ts';
import type { DocumentFile } from './document-file.ts';
import { type Finding, locate } from './finding.ts';

/** Findings about documents together: duplicate ids, missing or unused schedules, pools that policies share. */
export function findingsAmong(files: readonly DocumentFile[]): readonly Finding[] {
  return [...unknownSchedules(files), ...unusedSchedules(files), ...findingsOfPolicies(files), ...doubles(files)];
}

/** A policy may name schedules kept elsewhere, so unknown ones are reported only if some schedules are checked as well. */
function unknownSchedules(files: readonly DocumentFile[]): readonly Finding[] {
  const known = new Set(ofKind(files, 'schedules').map(({ value }) => membersOf(value)['id']));
  if (known.size === 0) return [];
  return ofKind(files, 'policies').flatMap((document) =>
    schedulesNamedIn(document).flatMap((schedule, index): readonly Finding[] => {
      if (known.has(schedule)) return [];
      const message = `the schedule '${schedule}' is in none of these files`;
      return [
        locate(document, { severity: 'warning', path: `$.schedules[${index}]`, rule: 'schedule-not-here', message }),
      ];
    }),
  );
}

/** Likewise, a schedule may be used by policies that are kept elsewhere. */
function unusedSchedules(files: readonly DocumentFile[]): readonly Finding[] {
  const policies = ofKind(files, 'policies');
  if (policies.length === 0) return [];
  const named = new Set(policies.flatMap(schedulesNamedIn));
  return ofKind(files, 'schedules').flatMap((document): readonly Finding[] => {
    const { id } = membersOf(document.value);
    if (typeof id !== 'string' || named.has(id)) return [];
    const message = `no policy in these files names the schedule '${id}'`;
    return [locate(document, { severity: 'advice', path: '$.id', rule: 'schedule-not-used', message })];
  });
}

function findingsOfPolicies(files: readonly DocumentFile[]): readonly Finding[] {
  const read = ofKind(files, 'policies').flatMap((document) => {
    const parsed = parsePolicy(document.value);
    return parsed.ok ? [{ document, policy: parsed.value }] : [];
  });
  const policies = read.map(({ policy }) => policy);
  return [...policyFindings(policies), ...policies.flatMap(findingsOfPolicy)].flatMap(({ policyId, ...finding }) => {
    const found = read.find(({ policy }) => policy.id === policyId);
    return found === undefined ? [] : [locate(found.document, finding)];
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
    return [
      locate(document, { severity: 'error', path: '$.id', rule: 'same-id', message: `${other} has this id too` }),
    ];
  });
}

function ofKind(files: readonly DocumentFile[], kind: DocumentFile['kind']): readonly DocumentFile[] {
  return files.filter((file) => file.kind === kind);
}

function schedulesNamedIn({ value }: DocumentFile): readonly unknown[] {
  const { schedules } = membersOf(value);
  return Array.isArray(schedules) ? schedules : [];
}

function membersOf(value: unknown): Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null ? (value as Readonly<Record<string, unknown>>) : {};
}
