import * as z from 'zod';
import { DELETE_CONDITIONS, READ_CONDITIONS, WRITE_CONDITIONS } from './conditions.ts';
import type { Contract, DocumentName } from './contract.ts';
import { DRY_RUN, DRY_RUN_ANSWER, EFFECT } from './effects.ts';
import { NO_QUERY } from './no-query.ts';
import { DOCUMENT_PATH } from './parameters.ts';
import { storedDocument } from './stored-document.ts';

/** The kinds of documents that are read and written in the same way, as named in their routes. */
export type DocumentKind = 'schedules' | 'policies' | 'rules';

/** The names of a kind of document, and an example. */
export interface DocumentText {
  readonly kind: DocumentKind;
  readonly name: Extract<DocumentName, 'schedule' | 'policy' | 'rule'>;
  /** The effect of deleting a document, in one sentence. */
  readonly afterDeletion: string;
  readonly example: unknown;
}

const ETAG = { etag: 'The version of the document, for `If-Match` and `If-None-Match`.' };

export function listOf({ kind, name, example }: DocumentText) {
  return {
    name: `list-${kind}`,
    method: 'GET',
    route: kind,
    access: 'read',
    tag: kind,
    summary: `List all ${kind}.`,
    query: NO_QUERY,
    answers: {
      200: {
        description: 'Ordered by id.',
        content: { schema: z.object({ [kind]: z.array(storedDocument(name)) }), example: { [kind]: [example] } },
      },
    },
    problems: ['InvalidRequest'],
  } as const satisfies Contract;
}

export function getOf({ kind, name, example }: DocumentText) {
  return {
    name: `get-${name}`,
    method: 'GET',
    route: `${kind}/{id}`,
    access: 'read',
    tag: kind,
    summary: `Get a ${name}.`,
    path: DOCUMENT_PATH,
    query: NO_QUERY,
    headers: READ_CONDITIONS,
    answers: {
      200: { description: 'The document.', headers: ETAG, content: { schema: storedDocument(name), example } },
      304: { description: 'The caller has this version already.', headers: ETAG },
    },
    problems: ['InvalidRequest', 'DocumentNotFound'],
  } as const satisfies Contract;
}

export function putOf({ kind, name, example }: DocumentText) {
  return {
    name: `put-${name}`,
    method: 'PUT',
    route: `${kind}/{id}`,
    access: 'operate',
    tag: kind,
    summary: `Save a ${name}.`,
    description:
      'The document is checked completely, and the answer has every fault with its path; a document that is not valid changes nothing. ' +
      'A new document needs no condition, a change does. Saving a document that has not changed writes nothing. ' +
      'Where the document says something that has no effect, or is probably not meant, the answer has `warnings` beside its members, each with `path` and `message`.',
    path: DOCUMENT_PATH,
    query: DRY_RUN,
    headers: WRITE_CONDITIONS,
    body: { document: name, example },
    answers: {
      200: {
        description: 'The document was changed. Dry run: what saving it would do, without an `ETag`; nothing was done.',
        headers: ETAG,
        content: { schema: z.union([storedDocument(name), EFFECT]), example },
      },
      201: {
        description: 'The document is new.',
        headers: { ...ETAG, location: 'The address of the document.' },
        content: { schema: storedDocument(name), example },
      },
    },
    problems: [
      'InvalidRequest',
      'InvalidDocument',
      'DocumentChanged',
      'PreconditionRequired',
      'BodyTooLarge',
      'UnsupportedMediaType',
    ],
  } as const satisfies Contract;
}

export function deleteOf({ kind, name, afterDeletion }: DocumentText) {
  return {
    name: `delete-${name}`,
    method: 'DELETE',
    route: `${kind}/{id}`,
    access: 'operate',
    tag: kind,
    summary: `Delete a ${name}.`,
    description: afterDeletion,
    path: DOCUMENT_PATH,
    query: DRY_RUN,
    headers: DELETE_CONDITIONS,
    answers: { 200: DRY_RUN_ANSWER, 204: { description: 'The document was deleted.' } },
    problems: [
      'InvalidRequest',
      'DocumentNotFound',
      'DocumentChanged',
      'PreconditionRequired',
      ...(kind === 'schedules' ? (['DocumentInUse'] as const) : []),
    ],
  } as const satisfies Contract;
}

/** The operations on documents of a kind. */
export function contractsOn(text: DocumentText): readonly Contract[] {
  return [listOf(text), getOf(text), putOf(text), deleteOf(text)];
}
