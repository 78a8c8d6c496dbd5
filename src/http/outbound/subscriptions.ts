import * as api from '../../api/subscriptions.ts';
import { deleteDocument } from '../../app/documents/delete-document.ts';
import { contentOf } from '../../app/documents/document-content.ts';
import { warningsOfDocument } from '../../app/documents/document-warnings.ts';
import { saveDocument } from '../../app/documents/save-document.ts';
import { effectOfDocument } from '../../app/effects/effect-of-document.ts';
import type { StoredDocument } from '../../ports/documents.ts';
import { addressOf, requireDocument } from '../documents/documents.ts';
import { expectedOf, isKnownVersion, toEntityTag } from '../request/preconditions.ts';
import { toEffectView } from '../serving/effect-view.ts';
import { type Operation, operation } from '../serving/operation.ts';

const KIND = 'subscriptions';

export const listSubscriptions = operation(api.listSubscriptions).by(async (_, { documents }) => ({
  status: 200,
  body: { subscriptions: (await documents.list(KIND)).map(shownOf) },
}));

export const getSubscription = operation(api.getSubscription).by(async ({ path: { id }, headers }, { documents }) => {
  const document = await requireDocument(documents, KIND, id);
  const etag = { etag: toEntityTag(document.version) };
  return isKnownVersion(headers['if-none-match'], document.version)
    ? { status: 304, headers: etag }
    : { status: 200, headers: etag, body: shownOf(document) };
});

/** The response has the secret only if it is new. */
export const putSubscription = operation(api.putSubscription).by(
  async ({ path: { id }, query: { dryRun }, headers, body, caller }, ports) => {
    const wanted = { kind: KIND, id, value: body, actor: caller.actor, expected: expectedOf(headers) } as const;
    if (dryRun)
      return { status: 200, headers: { etag: undefined }, body: toEffectView(await effectOfDocument(ports, wanted)) };
    const { document, created, secret } = await saveDocument(ports, wanted);
    const etag = toEntityTag(document.version);
    const warnings = await warningsOfDocument(ports, document);
    const saved = {
      ...shownOf(document),
      ...(secret !== undefined && { secret }),
      ...(warnings.length > 0 && { warnings }),
    };
    return created
      ? { status: 201, headers: { etag, location: addressOf(document) }, body: saved }
      : { status: 200, headers: { etag }, body: saved };
  },
);

export const deleteSubscription = operation(api.deleteSubscription).by(
  async ({ path: { id }, query: { dryRun }, headers, caller }, ports) => {
    const wanted = { kind: KIND, id, actor: caller.actor, expected: expectedOf(headers) } as const;
    if (dryRun) {
      await requireDocument(ports.documents, KIND, id);
      return { status: 200, body: toEffectView(await effectOfDocument(ports, { ...wanted, value: undefined })) };
    }
    await deleteDocument(ports, wanted);
    return { status: 204 };
  },
);

/** The operations on subscriptions. */
export const SUBSCRIPTIONS: readonly Operation[] = [
  listSubscriptions,
  getSubscription,
  putSubscription,
  deleteSubscription,
];

/** A stored subscription without its secrets. */
function shownOf(document: StoredDocument): api.Subscription {
  return contentOf(document) as api.Subscription;
}
