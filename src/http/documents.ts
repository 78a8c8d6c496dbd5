import type { HttpRequest, HttpResponseInit } from '@azure/functions';
import * as z from 'zod';
import { deleteDocument } from '../app/documents/delete-document.ts';
import { contentOf, SINGULAR } from '../app/documents/document-content.ts';
import { saveDocument } from '../app/documents/save-document.ts';
import { DOCUMENT_ID } from '../documents/fields/fields.ts';
import type { DocumentKind, StoredDocument } from '../ports/documents.ts';
import { AppError } from '../ports/errors.ts';
import { actorOf } from './caller/actor.ts';
import type { Handler } from './operation.ts';
import { parseBody } from './request/parse-body.ts';
import { NO_QUERY, parsePath, parseQuery } from './request/parse-params.ts';
import { expectedOf, isKnownVersion, toEntityTag } from './request/preconditions.ts';

/** The document in a path. */
export const DOCUMENT_PATH = z.object({ id: DOCUMENT_ID.describe('The id of the document.') });

/** GET of all documents of a kind, ordered by id. */
export function listDocuments(kind: DocumentKind): Handler {
  return async (request, { documents }) => {
    parseQuery(request, NO_QUERY);
    const stored = await documents.list(kind);
    return { jsonBody: { [kind]: stored.map(contentOf) } };
  };
}

/** GET of one document, with its version as ETag; 304 where the caller has it already. */
export function getDocument(kind: DocumentKind): Handler {
  return async (request, { documents }) => {
    const { id } = parsePath(request, DOCUMENT_PATH);
    parseQuery(request, NO_QUERY);
    const document = await documents.get(kind, id);
    if (document === undefined) {
      const message = `There is no ${SINGULAR[kind].toLowerCase()} '${id}'; GET /api/${kind} lists them.`;
      throw new AppError('DocumentNotFound', message);
    }
    return isKnownVersion(request, document.version)
      ? { status: 304, headers: { etag: toEntityTag(document.version) } }
      : answer(document, 200);
  };
}

/** PUT of a document: 201 for a new one, 200 for one that was there. */
export function putDocument(kind: DocumentKind): Handler {
  return async (request, ports) => {
    const { id } = parsePath(request, DOCUMENT_PATH);
    parseQuery(request, NO_QUERY);
    const expected = expectedOf(request);
    const value = await parseBody(request);
    const saved = await saveDocument(ports, { kind, id, value, actor: actorOf(request), expected });
    return answer(saved.document, saved.created ? 201 : 200);
  };
}

/** DELETE of a document, which says what it expects to be there. */
export function removeDocument(kind: DocumentKind): Handler {
  return async (request: HttpRequest, ports) => {
    const { id } = parsePath(request, DOCUMENT_PATH);
    parseQuery(request, NO_QUERY);
    await deleteDocument(ports, { kind, id, actor: actorOf(request), expected: expectedOf(request) });
    return { status: 204 };
  };
}

function answer(document: StoredDocument, status: number): HttpResponseInit {
  const headers = {
    etag: toEntityTag(document.version),
    ...(status === 201 && { location: `/api/${document.kind}/${document.id}` }),
  };
  return { status, headers, jsonBody: contentOf(document) };
}
