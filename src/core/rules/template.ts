import { FIELD_PATH, fieldAt } from './field-at.ts';

/** A value with its templates filled; or the fields that the event lacks. */
export type Filled =
  | { readonly ok: true; readonly value: unknown }
  | { readonly ok: false; readonly missing: readonly string[] };

/** The path in a text `{{path}}`; `undefined` for any other value. */
export function templatePath(value: unknown): string | undefined {
  if (typeof value !== 'string') return undefined;
  const path = /^\{\{ {0,3}([^\s{}]{1,500}) {0,3}\}\}$/.exec(value)?.[1];
  return path !== undefined && FIELD_PATH.test(path) ? path : undefined;
}

/** The paths of all templates in a value. */
export function templatePaths(value: unknown): readonly string[] {
  const path = templatePath(value);
  if (path !== undefined) return [path];
  return typeof value === 'object' && value !== null ? Object.values(value).flatMap(templatePaths) : [];
}

/**
 * Replaces each text `{{path}}` by the value of the event, unchanged and never concatenated with other text. The result is as
 * untrusted as the event, and must be validated.
 */
export function fillTemplates(value: unknown, event: unknown): Filled {
  const missing = templatePaths(value).filter((path) => (fieldAt(event, path) ?? undefined) === undefined);
  return missing.length > 0 ? { ok: false, missing: [...new Set(missing)] } : { ok: true, value: filled(value, event) };
}

function filled(value: unknown, event: unknown): unknown {
  const path = templatePath(value);
  if (path !== undefined) return fieldAt(event, path);
  if (Array.isArray(value)) return value.map((element) => filled(element, event));
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([name, member]) => [name, filled(member, event)]));
}
