import { parseJson } from '../../documents/fields/parsed.ts';
import type { HasAuditWriter } from '../../ports/audit.ts';
import type { HasClock } from '../../ports/clock.ts';
import type { HasDocumentStore, StoredDocument } from '../../ports/documents.ts';
import { AppError } from '../../ports/errors.ts';
import type { HasNewCorrelation } from '../../ports/names.ts';
import { writeDocument } from '../documents/write-document.ts';

/** The ports that disableSubscription uses. */
export type DisableSubscriptionPorts = HasAuditWriter & HasClock & HasDocumentStore & HasNewCorrelation;

/**
 * Disables a subscription, with a record of the reason. If somebody has changed the subscription meanwhile, it stays as it is.
 */
export async function disableSubscription(
  ports: DisableSubscriptionPorts,
  before: StoredDocument,
  reason: string,
): Promise<void> {
  const { kind, id, version } = before;
  const content = parseJson(before.text);
  const value = { ...(content.ok ? (content.value as object) : {}), enabled: false };
  const change = { kind, id, value, actor: 'queue:deliver-event', expected: { oneOf: [version] }, before };
  try {
    await writeDocument(ports, { ...change, reason: `${kind}/${id} switched off: ${reason}` });
  } catch (error) {
    if (!(error instanceof AppError && error.code === 'DocumentChanged')) throw error;
  }
}
