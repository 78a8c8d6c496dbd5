import { documentChanged } from '../../core/audit/events.ts';
import { asciiJson } from '../ascii-json.ts';
import type { DocumentKind, Expected, Ports, StoredDocument } from '../ports.ts';
import { contentOf } from './document-content.ts';

/** A checked document, and what it is written over. */
export interface DocumentToWrite {
  readonly kind: DocumentKind;
  readonly id: string;
  readonly value: unknown;
  readonly actor: string;
  readonly expected: Expected;
  readonly before: StoredDocument | undefined;
}

/** Writes a document that was checked, and a record of what it said before and says now. */
export async function writeDocument(
  ports: Ports,
  { kind, id, value, actor, expected, before }: DocumentToWrite,
): Promise<StoredDocument> {
  const document = await ports.documents.put({ kind, id, text: asciiJson(value), actor }, expected);
  await ports.audit.append([
    documentChanged({
      at: await ports.clock.now(),
      actor,
      action: kind === 'schedules' ? 'schedule.put' : 'policy.put',
      document: `${kind}/${id}`,
      correlation: ports.newCorrelation(),
      before: contentOf(before),
      after: value,
    }),
  ]);
  return document;
}
