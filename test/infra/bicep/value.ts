/** What an expression comes to: JSON, or something that only a deployment has. */
export type Value = string | number | boolean | null | readonly Value[] | { readonly [key: string]: Value } | Reference;

/** Where something is deployed to. */
export interface Scope {
  readonly subscription: string;
  /** Without it, the subscription itself. */
  readonly group: string | undefined;
}

/** A resource, a module, or a part of either, to which expressions refer. */
export class Reference {
  readonly what: string;
  readonly #member: (name: string) => Value | undefined;
  readonly scope: Scope | undefined;
  /** Of a resource, with the names of its parents. */
  readonly fullName: string | undefined;

  /** @param member gives a member's value; `undefined` if there is none */
  constructor(
    what: string,
    member: (name: string) => Value | undefined,
    { scope, fullName }: { scope?: Scope; fullName?: string } = {},
  ) {
    this.what = what;
    this.#member = member;
    this.scope = scope;
    this.fullName = fullName;
  }

  member(name: string): Value | undefined {
    return this.#member(name);
  }
}

export function isRecord(value: Value | undefined): value is { readonly [key: string]: Value } {
  return typeof value === 'object' && value !== null && !Array.isArray(value) && !(value instanceof Reference);
}

export function isList(value: Value | undefined): value is readonly Value[] {
  return Array.isArray(value);
}

/** @throws Error where it is something else */
export function textOf(value: Value | undefined, what: string): string {
  if (typeof value === 'string') return value;
  throw new Error(`${what}: a text is expected, and not ${JSON.stringify(value)}`);
}

export function listOf(value: Value | undefined, what: string): readonly Value[] {
  if (isList(value)) return value;
  throw new Error(`${what}: an array is expected, and not ${JSON.stringify(value)}`);
}

export function recordOf(value: Value | undefined, what: string): { readonly [key: string]: Value } {
  if (isRecord(value)) return value;
  throw new Error(`${what}: an object is expected, and not ${JSON.stringify(value)}`);
}
