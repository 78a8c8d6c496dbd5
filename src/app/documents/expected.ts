import type { DocumentKind, Expected, StoredDocument } from '../../ports/documents.ts';
import { AppError } from '../../ports/errors.ts';

/**
 * Checks the version that a caller expects of a document.
 * @throws AppError DocumentChanged
 */
export function requireExpected(
  { kind, id }: { readonly kind: DocumentKind; readonly id: string },
  expected: Expected,
  before: StoredDocument | undefined,
): void {
  const isThere = before !== undefined;
  if (isMet(expected, before)) return;
  const what = !isThere ? 'is not there' : expected === 'absent' ? 'is there already' : 'has been changed since';
  throw new AppError('DocumentChanged', `${kind}/${id} ${what}: nothing was written. Read it again and decide anew.`);
}

function isMet(expected: Expected, before: StoredDocument | undefined): boolean {
  if (expected === 'any') return before !== undefined;
  if (expected === 'absent') return before === undefined;
  return before !== undefined && expected.oneOf.includes(before.version);
}
