import { asciiJson } from '../ascii-json.ts';
import { AppError } from '../errors.ts';
import type { DocumentKind, Expected, Ports, StoredDocument } from '../ports.ts';
import { SINGULAR } from './document-content.ts';
import { documentFaults } from './document-faults.ts';
import { requireExpected } from './expected.ts';
import { writeDocument } from './write-document.ts';

/** A document that somebody wants to save. */
export interface DocumentToSave {
  readonly kind: DocumentKind;
  readonly id: string;
  readonly value: unknown;
  readonly actor: string;
  /** What must be there already; `undefined` where nothing was said, which is enough only for a new document. */
  readonly expected: Expected | undefined;
}

/** What a document that was saved is now, and whether it is new. */
export interface SavedDocument {
  readonly document: StoredDocument;
  readonly created: boolean;
}

/**
 * Checks a document to the end and saves it, with a record of what was there before. Saving what is there already writes
 * nothing.
 * @throws AppError InvalidDocument with every fault; PreconditionRequired; DocumentChanged
 */
export async function saveDocument(ports: Ports, wanted: DocumentToSave): Promise<SavedDocument> {
  const { kind, id, value, expected } = wanted;
  const faults = await documentFaults(ports, wanted);
  if (faults.length > 0) {
    throw new AppError('InvalidDocument', `${SINGULAR[kind]} '${id}' is not valid: nothing was saved.`, { faults });
  }
  const before = await ports.documents.get(kind, id);
  if (before !== undefined && expected === undefined) {
    throw new AppError(
      'PreconditionRequired',
      `${SINGULAR[kind]} '${id}' exists. Send its ETag in If-Match to change it; GET /api/${kind}/${id} gives it.`,
    );
  }
  requireExpected(wanted, expected ?? 'absent', before);
  if (before?.text === asciiJson(value)) return { document: before, created: false };
  const document = await writeDocument(ports, { ...wanted, expected: expected ?? 'absent', before });
  return { document, created: before === undefined };
}
