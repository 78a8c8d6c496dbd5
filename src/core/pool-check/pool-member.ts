import { isSameWord } from './located-value.ts';

/** The schema of a place in the body of a pool: anything, one of a few values, a list, or an object with known members. */
export type PoolMember =
  | { readonly kind: 'anything' }
  | { readonly kind: 'words'; readonly words: readonly string[] }
  | { readonly kind: 'list'; readonly items: PoolMember }
  | ObjectMember;

/** An object whose members are all known, by their specified names. */
export interface ObjectMember {
  readonly kind: 'object';
  readonly members: Readonly<Record<string, PoolMember>>;
}

/** One of a few values, in the spelling of Azure Resource Manager. */
export function oneOf(...words: readonly string[]): PoolMember {
  return { kind: 'words', words };
}

/** A list of such items. */
export function listOf(items: PoolMember): PoolMember {
  return { kind: 'list', items };
}

/** An object with members that may contain anything (`free`), and others whose schema is known. */
export function object(free: readonly string[], known: ObjectMember['members'] = {}): ObjectMember {
  const anything = free.map((name): [string, PoolMember] => [name, { kind: 'anything' }]);
  return { kind: 'object', members: { ...Object.fromEntries(anything), ...known } };
}

/** The value that is meant: the same, or the one that differs only in letter case; `undefined` if there is none. */
export function wordMeant(said: string, words: readonly string[]): string | undefined {
  return words.find((word) => word === said) ?? words.find((word) => isSameWord(word, said));
}
