import { type DocumentText, deleteOf, getOf, listOf, putOf } from '../../api/documents.ts';
import { deleteDocument } from '../../app/documents/delete-document.ts';
import { contentOf, SINGULAR } from '../../app/documents/document-content.ts';
import { warningsOfDocument } from '../../app/documents/document-warnings.ts';
import { saveDocument } from '../../app/documents/save-document.ts';
import { effectOfDocument } from '../../app/effects/effect-of-document.ts';
import type { DocumentKind, DocumentReader, StoredDocument } from '../../ports/documents.ts';
import { AppError } from '../../ports/errors.ts';
import { expectedOf, isKnownVersion, toEntityTag } from '../request/preconditions.ts';
import { toEffectView } from '../serving/effect-view.ts';
import { type Operation, operation } from '../serving/operation.ts';

/** The operations that read and write one kind of document. */
export function operationsOn(text: DocumentText): readonly Operation[] {
  return [listDocuments(text), getDocument(text), putDocument(text), deleteDocumentOf(text)];
}

function listDocuments(text: DocumentText): Operation {
  const { kind } = text;
  return operation(listOf(text)).by(async (_, { documents }) => ({
    status: 200,
    body: { [kind]: (await documents.list(kind)).map(contentOf) },
  }));
}

function getDocument(text: DocumentText): Operation {
  return operation(getOf(text)).by(async ({ path: { id }, headers }, { documents }) => {
    const document = await requireDocument(documents, text.kind, id);
    const etag = { etag: toEntityTag(document.version) };
    return isKnownVersion(headers['if-none-match'], document.version)
      ? { status: 304, headers: etag }
      : { status: 200, headers: etag, body: contentOf(document) };
  });
}

function putDocument(text: DocumentText): Operation {
  const { kind } = text;
  return operation(putOf(text)).by(
    async ({ path: { id }, query: { dryRun }, headers, body, caller: { actor } }, ports) => {
      const wanted = { kind, id, value: body, actor, expected: expectedOf(headers) };
      if (dryRun)
        return {
          status: 200,
          headers: { etag: undefined },
          body: toEffectView(await effectOfDocument(ports, wanted)),
        };
      const { document, created } = await saveDocument(ports, wanted);
      const etag = toEntityTag(document.version);
      const warnings = await warningsOfDocument(ports, document);
      const saved = warnings.length === 0 ? contentOf(document) : { ...Object(contentOf(document)), warnings };
      return created
        ? { status: 201, headers: { etag, location: addressOf(document) }, body: saved }
        : { status: 200, headers: { etag }, body: saved };
    },
  );
}

function deleteDocumentOf(text: DocumentText): Operation {
  const { kind } = text;
  return operation(deleteOf(text)).by(
    async ({ path: { id }, query: { dryRun }, headers, caller: { actor } }, ports) => {
      const wanted = { kind, id, actor, expected: expectedOf(headers) };
      if (dryRun) {
        await requireDocument(ports.documents, kind, id);
        return { status: 200, body: toEffectView(await effectOfDocument(ports, { ...wanted, value: undefined })) };
      }
      await deleteDocument(ports, wanted);
      return { status: 204 };
    },
  );
}

/** The path of a document. */
export function addressOf({ kind, id }: Pick<StoredDocument, 'kind' | 'id'>): string {
  return `/api/${kind}/${id}`;
}

/** @throws AppError DocumentNotFound */
export async function requireDocument(
  documents: DocumentReader,
  kind: DocumentKind,
  id: string,
): Promise<StoredDocument> {
  const document = await documents.get(kind, id);
  if (document !== undefined) return document;
  const message = `There is no ${SINGULAR[kind].toLowerCase()} '${id}'; GET /api/${kind} lists them.`;
  throw new AppError('DocumentNotFound', message);
}
