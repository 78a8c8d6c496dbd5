import type { HttpResponseInit } from '@azure/functions';
import * as z from 'zod';
import { contentOf } from '../../app/documents/document-content.ts';
import { type SavedDocument, saveDocument } from '../../app/documents/save-document.ts';
import { DOCUMENT_ID } from '../../documents/fields/fields.ts';
import { parseJson } from '../../documents/fields/parsed.ts';
import { AppError } from '../../ports/errors.ts';
import { actorOf } from '../caller/actor.ts';
import type { Handler } from '../operation.ts';
import { readText } from '../request/parse-body.ts';
import { NO_QUERY, parsePath, parseQuery } from '../request/parse-params.ts';
import { expectedOf, toEntityTag } from '../request/preconditions.ts';

/** A subscription in an address. */
export const SUBSCRIPTION_PATH = z.object({ id: DOCUMENT_ID });

/** PUT of a subscription: 201 for a new one, 200 for one that was there. Its secret is in the answer where it is new, and never again. */
export const putSubscription: Handler = async (request, ports) => {
  const { id } = parsePath(request, SUBSCRIPTION_PATH);
  parseQuery(request, NO_QUERY);
  const expected = expectedOf(request);
  const value = parseUnrepeated(await readText(request));
  const wanted = { kind: 'subscriptions', id, value, actor: actorOf(request), expected } as const;
  return answer(await saveDocument(ports, wanted));
};

/** What stands where a text is no JSON is not repeated, as it is elsewhere: it may be a secret. */
function parseUnrepeated(text: string): unknown {
  const parsed = parseJson(text);
  if (parsed.ok) return parsed.value;
  throw new AppError('InvalidRequest', 'The body is not JSON.', { faults: [{ path: '$', message: 'not JSON' }] });
}

function answer({ document, created, secret }: SavedDocument): HttpResponseInit {
  const headers = {
    etag: toEntityTag(document.version),
    ...(created && { location: `/api/subscriptions/${document.id}` }),
  };
  const shown = contentOf(document) as object;
  return { status: created ? 201 : 200, headers, jsonBody: { ...shown, ...(secret !== undefined && { secret }) } };
}
