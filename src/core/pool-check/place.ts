/** A value in a body, and where it is. A value that is not there is `undefined`, at the path where it would be. */
export interface Place {
  readonly value: unknown;
  readonly path: string;
}

/** A member of an object. */
export function member({ value, path }: Place, name: string): Place {
  const inside = isObject(value) && Object.hasOwn(value, name) ? value[name] : undefined;
  return { value: inside, path: `${path}${step(name)}` };
}

/** A member of a member of … an object. */
export function memberAt(place: Place, ...names: readonly string[]): Place {
  return names.reduce(member, place);
}

/** All members of an object with their names; none of anything else. */
export function membersOf(place: Place): readonly (readonly [name: string, place: Place])[] {
  return isObject(place.value) ? Object.keys(place.value).map((name) => [name, member(place, name)]) : [];
}

/** All items of a list; none of anything else. */
export function itemsOf({ value, path }: Place): readonly Place[] {
  return Array.isArray(value) ? value.map((item: unknown, index) => ({ value: item, path: `${path}[${index}]` })) : [];
}

/** A text that is not empty; `undefined` for anything else. */
export function textOf({ value }: Place): string | undefined {
  return typeof value === 'string' && value !== '' ? value : undefined;
}

/** Is it there? `null` says as much as nothing. */
export function isThere({ value }: Place): boolean {
  return value !== undefined && value !== null;
}

/** Is it an object, and not a list? */
export function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** Is it a whole number within bounds, both included? */
export function isWholeNumber(value: unknown, least: number, most: number): boolean {
  return Number.isInteger(value) && Number(value) >= least && Number(value) <= most;
}

/** Are two texts the same but for their letter case? */
export function isSameWord(a: string, b: string): boolean {
  return a.toLowerCase() === b.toLowerCase();
}

function step(name: string): string {
  return /^[\w$-]+$/.test(name) ? `.${name}` : `[${JSON.stringify(name)}]`;
}
