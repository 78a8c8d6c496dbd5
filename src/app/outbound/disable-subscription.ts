import { parseJson } from '../../documents/fields/parsed.ts';
import type { StoredDocument } from '../../ports/documents.ts';
import { AppError } from '../../ports/errors.ts';
import type { Ports } from '../../ports/ports.ts';
import { writeDocument } from '../documents/write-document.ts';

/** Switches a subscription off, with a record that says why. One that somebody has changed meanwhile stays as it is. */
export async function disableSubscription(ports: Ports, before: StoredDocument, reason: string): Promise<void> {
  const { kind, id, version } = before;
  const content = parseJson(before.text);
  const value = { ...(content.ok ? (content.value as object) : {}), enabled: false };
  const change = { kind, id, value, actor: 'queue:deliver-event', expected: { version }, before };
  try {
    await writeDocument(ports, { ...change, reason: `${kind}/${id} switched off: ${reason}` });
  } catch (error) {
    if (!(error instanceof AppError && error.code === 'DocumentChanged')) throw error;
  }
}
