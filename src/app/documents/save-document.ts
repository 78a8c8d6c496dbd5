import { asciiJson } from '../../core/text/ascii-json.ts';
import { parseJson } from '../../documents/fields/parsed.ts';
import { secretOf, withKeptSecrets } from '../../documents/subscriptions/subscription-secrets.ts';
import type { HasAuditWriter } from '../../ports/audit.ts';
import type { HasBatchReader } from '../../ports/batch.ts';
import type { HasCalendars } from '../../ports/calendars.ts';
import type { HasClock } from '../../ports/clock.ts';
import type { DocumentKind, Expected, HasDocumentStore, StoredDocument } from '../../ports/documents.ts';
import { AppError } from '../../ports/errors.ts';
import type { HasNewCorrelation, HasNewToken } from '../../ports/names.ts';
import type { HasReceivers } from '../../ports/receivers.ts';
import { SINGULAR } from './document-content.ts';
import { documentFaults } from './document-faults.ts';
import { requireExpected } from './expected.ts';
import { writeDocument } from './write-document.ts';

/** A document to save. */
export interface DocumentToSave {
  readonly kind: DocumentKind;
  readonly id: string;
  readonly value: unknown;
  readonly actor: string;
  /** The expected version; `undefined` if the caller gave none, which is allowed only for a new document. */
  readonly expected: Expected | undefined;
}

/** A document after it was saved, and whether it is new. */
export interface SavedDocument {
  readonly document: StoredDocument;
  readonly created: boolean;
  /** The secret of a subscription if it is new. It is never shown again. */
  readonly secret?: string | undefined;
}

/** The ports that saveDocument uses. */
export type SaveDocumentPorts = HasAuditWriter &
  HasBatchReader &
  HasCalendars &
  HasClock &
  HasDocumentStore &
  HasNewCorrelation &
  HasNewToken &
  HasReceivers;

/**
 * Validates a document, saves it, and records the previous content. A document that is unchanged is not written.
 * @throws AppError InvalidDocument with every fault; PreconditionRequired; DocumentChanged
 */
export async function saveDocument(ports: SaveDocumentPorts, wanted: DocumentToSave): Promise<SavedDocument> {
  const { kind, id, expected } = wanted;
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
  const kept = keptValue(ports, wanted, before);
  if (before?.text === asciiJson(kept)) return { document: before, created: false };
  const secret = newSecretIn(wanted, kept, before);
  const isOther = before !== undefined && secret !== undefined;
  const document = await writeDocument(ports, {
    ...wanted,
    value: kept,
    expected: expected ?? 'absent',
    before,
    ...(isOther && { reason: `${kind}/${id} changed, with another secret` }),
  });
  return { document, created: before === undefined, secret };
}

/** The secret of a subscription if it is new; `undefined` if it is unchanged. */
function newSecretIn({ kind }: DocumentToSave, kept: unknown, before: StoredDocument | undefined): string | undefined {
  const secret = kind === 'subscriptions' ? secretOf(kept) : undefined;
  return secret === secretOf(rawContentOf(before)) ? undefined : secret;
}

/** The value to store: a subscription always has a secret, whether the caller sent one or not. */
function keptValue(
  { newToken }: HasNewToken,
  { kind, value }: DocumentToSave,
  before: StoredDocument | undefined,
): unknown {
  if (kind !== 'subscriptions') return value;
  const newSecret = () => `whsec_${Buffer.from(newToken(), 'base64url').toString('base64')}`;
  return withKeptSecrets(value, rawContentOf(before), newSecret);
}

function rawContentOf(document: StoredDocument | undefined): unknown {
  const parsed = document && parseJson(document.text);
  return parsed?.ok === true ? parsed.value : undefined;
}
