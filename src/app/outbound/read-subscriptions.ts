import type { Subscription } from '../../core/outbound/subscription.ts';
import { type Parsed, parseJson } from '../../documents/fields/parsed.ts';
import { parseKeptSubscription } from '../../documents/subscriptions/subscription-document.ts';
import type { HasDocumentReader, StoredDocument } from '../../ports/documents.ts';

/** A parsed subscription and its document. */
export interface ReadSubscription {
  readonly subscription: Subscription;
  readonly document: StoredDocument;
}

/** All subscriptions that can be parsed. One that cannot receives nothing; it was validated when it was saved. */
export async function readSubscriptions({ documents }: HasDocumentReader): Promise<readonly Subscription[]> {
  const stored = await documents.list('subscriptions');
  return stored.flatMap((document) => {
    const parsed = parse(document);
    return parsed.ok ? [parsed.value] : [];
  });
}

/** One subscription; `undefined` if it does not exist or cannot be parsed. */
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
