import type { Expected } from '../../ports/documents.ts';

/** The entity tag of a version. */
export function toEntityTag(version: string): string {
  return `"${version}"`;
}

/** The conditions of a write, as the contract has parsed them. */
export interface WriteConditions {
  readonly 'if-match'?: { readonly oneOf: readonly string[] } | 'any' | undefined;
  readonly 'if-none-match'?: 'absent' | undefined;
}

/** What must be there already for a write to be done; `undefined` where the caller has not said. */
export function expectedOf({ 'if-match': match, 'if-none-match': none }: WriteConditions): Expected | undefined {
  return match ?? none;
}

/** Does the caller have this version already? */
export function isKnownVersion(tags: readonly string[] | undefined, version: string): boolean {
  return tags !== undefined && (tags.includes('*') || tags.includes(toEntityTag(version)));
}
