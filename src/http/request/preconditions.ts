import type { Expected } from '../../ports/documents.ts';

/** The ETag of a version. */
export function toEntityTag(version: string): string {
  return `"${version}"`;
}

/** The conditions of a write, parsed by the contract. */
export interface WriteConditions {
  readonly 'if-match'?: { readonly oneOf: readonly string[] } | 'any' | undefined;
  readonly 'if-none-match'?: 'absent' | undefined;
}

/** The expected version of a document for a write; `undefined` if the caller gave none. */
export function expectedOf({ 'if-match': match, 'if-none-match': none }: WriteConditions): Expected | undefined {
  return match ?? none;
}

/** Does the caller have this version already? */
export function isKnownVersion(tags: readonly string[] | undefined, version: string): boolean {
  return tags !== undefined && (tags.includes('*') || tags.includes(toEntityTag(version)));
}
