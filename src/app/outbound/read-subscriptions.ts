import type { Subscription } from '../../core/outbound/subscription.ts';
import { type Parsed, parseJson } from '../../documents/fields/parsed.ts';
import { parseKeptSubscription } from '../../documents/subscriptions/subscription-document.ts';
import type { HasDocumentReader, StoredDocument } from '../../ports/documents.ts';

/** A subscription with the document that it stands in. */
export interface ReadSubscription {
  readonly subscription: Subscription;
  readonly document: StoredDocument;
}

/** All subscriptions that can be read. One that cannot be read receives nothing; it was checked when it was saved. */
export async function readSubscriptions({ documents }: HasDocumentReader): Promise<readonly Subscription[]> {
  const stored = await documents.list('subscriptions');
  return stored.flatMap((document) => {
    const parsed = parse(document);
    return parsed.ok ? [parsed.value] : [];
  });
}

/** One subscription; `undefined` if it is not there or cannot be read. */
export async function readSubscription(
  { documents }: HasDocumentReader,
  id: string,
): Promise<ReadSubscription | undefined> {
  const document = await documents.get('subscriptions', id);
  const parsed = document && parse(document);
  return document !== undefined && parsed?.ok === true ? { subscription: parsed.value, document } : undefined;
}

function parse({ text }: StoredDocument): Parsed<Subscription> {
  const json = parseJson(text);
  return json.ok ? parseKeptSubscription(json.value) : json;
}
