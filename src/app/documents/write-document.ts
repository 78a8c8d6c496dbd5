import { documentChanged } from '../../core/audit/events.ts';
import { asciiJson } from '../../core/text/ascii-json.ts';
import { describeError } from '../../core/text/describe-error.ts';
import type { HasAuditWriter } from '../../ports/audit.ts';
import type { HasClock } from '../../ports/clock.ts';
import type { DocumentKind, Expected, HasDocumentStore, StoredDocument } from '../../ports/documents.ts';
import type { HasNewCorrelation } from '../../ports/names.ts';
import { contentOf, shownOf, wordFor } from './document-content.ts';

/** What happens to a document: a checked value is written, or it goes (`undefined`). */
export interface DocumentChange {
  readonly kind: DocumentKind;
  readonly id: string;
  readonly value: unknown;
  readonly actor: string;
  readonly expected: Expected;
  readonly before: StoredDocument | undefined;
  /** Why, in one sentence, where that is more than that somebody wants it so. */
  readonly reason?: string;
}

/**
 * Writes a document that was checked, or removes it. The record of what it said and says comes first, so that nothing ever
 * changes without one; where the change then fails, a second record says so.
 */
export async function changeDocument<Changed>(
  ports: HasAuditWriter & HasClock & HasNewCorrelation,
  change: DocumentChange,
  make: () => Promise<Changed>,
): Promise<Changed> {
  const correlation = ports.newCorrelation();
  await record(ports, change, { correlation, after: change.value, reason: change.reason });
  try {
    return await make();
  } catch (error) {
    const reason = `${change.kind}/${change.id} not ${change.value === undefined ? 'deleted' : 'written'}: ${describeError(error)}`;
    await record(ports, change, { correlation, after: contentOf(change.before), reason });
    throw error;
  }
}

/** What writeDocument needs of the world. */
export type WriteDocumentPorts = HasAuditWriter & HasClock & HasDocumentStore & HasNewCorrelation;

/** Writes a checked document, with its record. */
export function writeDocument(ports: WriteDocumentPorts, change: DocumentChange): Promise<StoredDocument> {
  const { kind, id, value, actor, expected } = change;
  return changeDocument(ports, change, () =>
    ports.documents.put({ kind, id, text: asciiJson(value), actor }, expected),
  );
}

async function record(
  ports: HasAuditWriter & HasClock,
  { kind, id, actor, value, before }: DocumentChange,
  {
    correlation,
    after,
    reason,
  }: { readonly correlation: string; readonly after: unknown; readonly reason?: string | undefined },
): Promise<void> {
  const entry = documentChanged({
    at: await ports.clock.now(),
    actor,
    action: `${wordFor(kind)}.${value === undefined ? 'delete' : 'put'}`,
    document: `${kind}/${id}`,
    correlation,
    before: contentOf(before),
    after: shownOf(kind, after),
  });
  await ports.audit.append([reason === undefined ? entry : { ...entry, reason }]);
}
