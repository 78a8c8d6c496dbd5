import type * as z from 'zod';
import type { InputFault } from '../../core/text/input-fault.ts';

/** What was read, or everything that is wrong with it. */
export type Parsed<Value> =
  | { readonly ok: true; readonly value: Value }
  | { readonly ok: false; readonly faults: readonly InputFault[] };

/** Checks a value against a schema to the end. */
export function parseWith<Schema extends z.ZodType>(schema: Schema, value: unknown): Parsed<z.infer<Schema>> {
  const result = schema.safeParse(value);
  return result.success
    ? { ok: true, value: result.data }
    : { ok: false, faults: result.error.issues.flatMap(toFaults) };
}

/** Reads a text as JSON. */
export function parseJson(text: string): Parsed<unknown> {
  try {
    return { ok: true, value: JSON.parse(text) };
  } catch (error) {
    return { ok: false, faults: [{ path: '$', message: `not JSON: ${(error as Error).message}` }] };
  }
}

/** The path of a member as `$.windows[0].from`. */
export function jsonPath(path: readonly PropertyKey[]): string {
  return path.reduce<string>(
    (text, key) => (typeof key === 'number' ? `${text}[${key}]` : `${text}.${String(key)}`),
    '$',
  );
}

function toFaults(issue: z.core.$ZodIssue): readonly InputFault[] {
  // What is wrong with the name of a member is said by what the name is held to.
  if (issue.code === 'invalid_key') {
    return issue.issues.map(({ message }) => ({ path: jsonPath(issue.path), message }));
  }
  if (issue.code !== 'unrecognized_keys') return [{ path: jsonPath(issue.path), message: issue.message }];
  return issue.keys.map((key) => ({ path: jsonPath([...issue.path, key]), message: 'there is no such member' }));
}
