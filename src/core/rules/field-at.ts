/** The longest path. */
const DEEPEST = 12;

/** A path such as `data.essentials.alertTargetIDs.0`: member names and element numbers, joined by dots. */
export const FIELD_PATH = /^[A-Za-z0-9_$@:-]+(?:\.[A-Za-z0-9_$@:-]+){0,11}$/;

/** The value at a path in JSON from a stranger; `undefined` if there is none. Only own properties count, not inherited ones. */
export function fieldAt(json: unknown, path: string): unknown {
  let value = json;
  for (const name of path.split('.').slice(0, DEEPEST)) {
    if (typeof value !== 'object' || value === null || !isField(value, name)) return undefined;
    value = (value as Readonly<Record<string, unknown>>)[name];
  }
  return value;
}

/** The length of a list is not a field that the sender wrote. */
function isField(value: object, name: string): boolean {
  return Object.hasOwn(value, name) && (!Array.isArray(value) || /^\d+$/.test(name));
}
