import type * as z from 'zod';
import type { InputFault } from '../../core/text/input-fault.ts';
import { repeatedMembers } from '../../core/text/json-text.ts';

/** A parsed value, or all its faults. */
export type Parsed<Value> =
  | { readonly ok: true; readonly value: Value }
  | { readonly ok: false; readonly faults: readonly InputFault[] };

/** Validates a value against a schema, and reports all faults. */
export function parseWith<Schema extends z.ZodType>(schema: Schema, value: unknown): Parsed<z.infer<Schema>> {
  const result = schema.safeParse(value);
  return result.success
    ? { ok: true, value: result.data }
    : { ok: false, faults: result.error.issues.flatMap(toFaults) };
}

/** Names with a special meaning in objects: a member with such a name would be lost, or change other members. */
const UNUSABLE: ReadonlySet<string> = new Set(['__proto__', 'constructor', 'prototype']);

/** Parses JSON of the app's own formats. It rejects members with such names at any depth. */
export function parseJson(text: string): Parsed<unknown> {
  const parsed = parseForeignJson(text);
  // Few texts contain one of these words, or an escape that could be a part of one.
  if (!parsed.ok || !/proto|constructor|\\u/.test(text)) return parsed;
  const faults = unusableMembers(parsed.value);
  return faults.length > 0 ? { ok: false, faults } : parsed;
}

/**
 * Parses JSON that somebody has written. It also rejects members that are given more than once: only the last one would have an
 * effect. Texts that the app has stored have none.
 */
export function parseWrittenJson(text: string): Parsed<unknown> {
  const parsed = parseJson(text);
  if (!parsed.ok) return parsed;
  const faults = [...repeatedMembers(text).take(MOST_NAMED)].map(({ path }) => ({
    path: jsonPath(path),
    message: GIVEN_TWICE,
  }));
  return faults.length > 0 ? { ok: false, faults } : parsed;
}

/** What is wrong with a member that is given more than once. */
export const GIVEN_TWICE = 'it is given more than once';

/** The most faults that are reported. */
const MOST_NAMED = 10;

/** Without recursion, because a text may be nested deeply. */
function unusableMembers(value: unknown): readonly InputFault[] {
  const faults: InputFault[] = [];
  const rest: Located[] = [{ inner: value, path: '$' }];
  for (let next = rest.pop(); next !== undefined && faults.length < MOST_NAMED; next = rest.pop()) {
    for (const { name, ...member } of membersOf(next)) {
      if (UNUSABLE.has(name)) faults.push({ path: member.path, message: 'no member can have this name' });
      rest.push(member);
    }
  }
  return faults;
}

interface Located {
  readonly inner: unknown;
  readonly path: string;
}

function membersOf({ inner, path }: Located): readonly (Located & { readonly name: string })[] {
  if (typeof inner !== 'object' || inner === null) return [];
  const pathOf = Array.isArray(inner) ? (name: string) => `${path}[${name}]` : (name: string) => `${path}.${name}`;
  return Object.entries(inner).map(([name, member]) => ({ name, inner: member, path: pathOf(name) }));
}

/** Parses JSON of another system, whose members may have any names. Callers must read only own members of its objects. */
export function parseForeignJson(text: string): Parsed<unknown> {
  try {
    return { ok: true, value: JSON.parse(text) };
  } catch (error) {
    return { ok: false, faults: [{ path: '$', message: `not JSON: ${(error as Error).message}` }] };
  }
}

/** The path of a member, such as `$.windows[0].from`. */
export function jsonPath(path: readonly PropertyKey[]): string {
  return path.reduce<string>(
    (text, key) => (typeof key === 'number' ? `${text}[${key}]` : `${text}.${String(key)}`),
    '$',
  );
}

function toFaults(issue: z.core.$ZodIssue): readonly InputFault[] {
  // The schema of a member name reports what is wrong with the name.
  if (issue.code === 'invalid_key') {
    return issue.issues.map(({ message }) => ({ path: jsonPath(issue.path), message }));
  }
  if (issue.code !== 'unrecognized_keys') return [{ path: jsonPath(issue.path), message: issue.message }];
  return issue.keys.map((key) => ({ path: jsonPath([...issue.path, key]), message: 'there is no such member' }));
}
