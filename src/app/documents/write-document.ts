import { documentChanged } from '../../core/audit/events.ts';
import { asciiJson } from '../../core/text/ascii-json.ts';
import type { HasAuditWriter } from '../../ports/audit.ts';
import type { HasClock } from '../../ports/clock.ts';
import type { DocumentKind, Expected, HasDocumentStore, StoredDocument } from '../../ports/documents.ts';
import type { HasNewCorrelation } from '../../ports/names.ts';
import { recordChange } from '../audit/record-change.ts';
import { contentOf, recordedOf, wordFor } from './document-content.ts';

/** A change of a document: a validated value to write, or `undefined` to delete the document. */
export interface DocumentChange {
  readonly kind: DocumentKind;
  readonly id: string;
  readonly value: unknown;
  readonly actor: string;
  readonly expected: Expected;
  readonly before: StoredDocument | undefined;
  /** Why, in one sentence, if there is a reason besides the wish of the actor. */
  readonly reason?: string;
}

/** Writes or deletes a validated document, with a record. */
export async function changeDocument<Changed>(
  ports: HasAuditWriter & HasClock & HasNewCorrelation,
  { kind, id, actor, value, before, reason }: DocumentChange,
  make: () => Promise<Changed>,
): Promise<Changed> {
  const entry = documentChanged({
    at: await ports.clock.now(),
    actor,
    action: `${wordFor(kind)}.${value === undefined ? 'delete' : 'put'}`,
    document: `${kind}/${id}`,
    correlation: ports.newCorrelation(),
    before: recordedOf(kind, contentOf(before)),
    after: recordedOf(kind, value),
  });
  return recordChange(ports, {
    entry: reason === undefined ? entry : { ...entry, reason },
    notMade: `${kind}/${id} not ${value === undefined ? 'deleted' : 'written'}`,
    make,
  });
}

/** The ports that writeDocument uses. */
export type WriteDocumentPorts = HasAuditWriter & HasClock & HasDocumentStore & HasNewCorrelation;

/** Writes a validated document, with a record. */
export function writeDocument(ports: WriteDocumentPorts, change: DocumentChange): Promise<StoredDocument> {
  const { kind, id, value, actor, expected } = change;
  return changeDocument(ports, change, () =>
    ports.documents.put({ kind, id, text: asciiJson(value), actor }, expected),
  );
}
