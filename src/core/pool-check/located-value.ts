/** A value in a body, and its path. A missing value is `undefined`, with the path where it would be. */
export interface LocatedValue {
  readonly value: unknown;
  readonly path: string;
}

/**
 * A member that Azure Resource Manager reads, by its name in any letter case. The service's own example has `inboundNATPools`:
 * https://github.com/Azure/azure-rest-api-specs PoolCreate_DualStackNetworking (api-version 2025-06-01)
 */
export function member({ value, path }: LocatedValue, name: string): LocatedValue {
  const said = isObject(value) ? (nameIn(value, name) ?? name) : name;
  return exactMember({ value, path }, said);
}

/** A member that an extension reads, by exactly this name. */
export function exactMember({ value, path }: LocatedValue, name: string): LocatedValue {
  const inside = isObject(value) && Object.hasOwn(value, name) ? value[name] : undefined;
  return { value: inside, path: `${path}${step(name)}` };
}

/** A nested member that Azure Resource Manager reads. */
export function memberAt(place: LocatedValue, ...names: readonly string[]): LocatedValue {
  return names.reduce(member, place);
}

/** A nested member that an extension reads. */
export function exactMemberAt(place: LocatedValue, ...names: readonly string[]): LocatedValue {
  return names.reduce(exactMember, place);
}

function nameIn(value: Readonly<Record<string, unknown>>, name: string): string | undefined {
  return Object.hasOwn(value, name) ? name : wordsOf(value).get(name.toLowerCase());
}

/** Member names of objects by lower case; checks look up dozens of names in the same few objects. */
const WORDS = new WeakMap<object, ReadonlyMap<string, string>>();

function wordsOf(value: object): ReadonlyMap<string, string> {
  const words = WORDS.get(value) ?? firstByWord(Object.keys(value));
  WORDS.set(value, words);
  return words;
}

/** The first name for each lower-case form. */
export function firstByWord(names: readonly string[]): ReadonlyMap<string, string> {
  return new Map(names.toReversed().map((name) => [name.toLowerCase(), name]));
}

/** All members of an object with their names; empty for any other value. */
export function membersOf(place: LocatedValue): readonly (readonly [name: string, place: LocatedValue])[] {
  return isObject(place.value) ? Object.keys(place.value).map((name) => [name, exactMember(place, name)]) : [];
}

/** All items of a list; empty for any other value. */
export function itemsOf({ value, path }: LocatedValue): readonly LocatedValue[] {
  return Array.isArray(value) ? value.map((item: unknown, index) => ({ value: item, path: `${path}[${index}]` })) : [];
}

/** A string that is not empty; `undefined` for any other value. */
export function textOf({ value }: LocatedValue): string | undefined {
  return typeof value === 'string' && value !== '' ? value : undefined;
}

/** Does the value exist? `null` counts as missing. */
export function isThere({ value }: LocatedValue): boolean {
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

/** Are two texts equal except for letter case? */
export function isSameWord(a: string, b: string): boolean {
  return a.toLowerCase() === b.toLowerCase();
}

function step(name: string): string {
  return /^[\w$-]+$/.test(name) ? `.${name}` : `[${JSON.stringify(name)}]`;
}
