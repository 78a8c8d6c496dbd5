/** How deep a path leads at most. */
const DEEPEST = 12;

/** A path such as `data.essentials.alertTargetIDs.0`: names of members and numbers of elements, joined by full stops. */
export const FIELD_PATH = /^[A-Za-z0-9_$@:-]+(?:\.[A-Za-z0-9_$@:-]+){0,11}$/;

/**
 * What stands at a path in JSON from a stranger; `undefined` where nothing does. Only what the JSON itself has counts: what
 * every object inherits is no field of it.
 */
export function fieldAt(json: unknown, path: string): unknown {
  let value = json;
  for (const name of path.split('.').slice(0, DEEPEST)) {
    if (typeof value !== 'object' || value === null || !isField(value, name)) return undefined;
    value = (value as Readonly<Record<string, unknown>>)[name];
  }
  return value;
}

/** The length of a list is no field that somebody has sent. */
function isField(value: object, name: string): boolean {
  return Object.hasOwn(value, name) && (!Array.isArray(value) || /^\d+$/.test(name));
}
