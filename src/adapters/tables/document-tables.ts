import type { DocumentKind, DocumentStore, Expected, StoredDocument } from '../../ports/documents.ts';
import { AppError } from '../../ports/errors.ts';
import { sha256 } from '../../ports/sha256.ts';
import { odata } from './storage/odata.ts';
import { requireKnownVersion, WRITTEN_BY_THIS_VERSION } from './storage/row-version.ts';
import { findRow, isRefusal, queryRows, type Row, type SentRow } from './storage/rows.ts';
import type { Table, TableName } from './storage/table.ts';
import { fromChunks, toChunks } from './storage/text-chunks.ts';
import { writeRow } from './storage/write-row.ts';

/** All documents of a kind are in one partition: they are few, and a tick reads them all. */
const PARTITION = 'documents';

type Entity = Row | SentRow;

/** Documents, each kind in a table of its own. */
export function documentTables(tableOf: (name: TableName) => Table): DocumentStore {
  const tables: Readonly<Record<DocumentKind, Table>> = {
    schedules: tableOf('Schedules'),
    policies: tableOf('Policies'),
    subscriptions: tableOf('Subscriptions'),
    rules: tableOf('Rules'),
  };
  return {
    list: async (kind) => {
      const rows = await queryRows(tables[kind], odata`PartitionKey eq ${PARTITION}`);
      return rows.map((row) => amongOthers(kind, row));
    },
    get: async (kind, id) => {
      const entity = await getEntity(tables[kind], id);
      return entity && fromEntity(kind, entity);
    },
    put: (document, expected) => putDocument(tables[document.kind], document, expected),
    delete: (kind, id, expected) => deleteDocument(tables[kind], { kind, id, expected }),
  };
}

function getEntity(table: Table, id: string): Promise<Row | undefined> {
  return findRow(table, { partitionKey: PARTITION, rowKey: id });
}

async function putDocument(
  table: Table,
  { kind, id, text, actor }: Omit<StoredDocument, 'version'>,
  expected: Expected,
): Promise<StoredDocument> {
  const entity = { partitionKey: PARTITION, rowKey: id, ...WRITTEN_BY_THIS_VERSION, actor, ...toChunks('text', text) };
  const before = await getEntity(table, id);
  requireExpected(before, { kind, id, expected });
  if ((await writeRow(table, entity, before?.etag)) === undefined) throw raced({ kind, id });
  return { kind, id, text, actor, version: versionOf(text) };
}

async function deleteDocument(
  table: Table,
  { kind, id, expected }: { readonly kind: DocumentKind; readonly id: string; readonly expected: Expected },
): Promise<void> {
  const before = await getEntity(table, id);
  if (before === undefined) throw new AppError('DocumentNotFound', `There is no ${kind}/${id}.`);
  requireExpected(before, { kind, id, expected });
  try {
    await table.run((client) => client.deleteEntity(PARTITION, id, { etag: before.etag }));
  } catch (error) {
    // The document is gone, as requested: this very request may have deleted it if its first response was lost.
    if (isRefusal(error, [404])) return;
    throw isRefusal(error, [412]) ? raced({ kind, id }, error) : error;
  }
}

/** The version is a hash of the text, so that a record can be matched with its document at any time. */
function versionOf(text: string): string {
  return sha256(text).slice(0, 16);
}

/** A document that a newer app has written must not make the others unreadable. */
function amongOthers(kind: DocumentKind, entity: Entity): StoredDocument {
  try {
    return fromEntity(kind, entity);
  } catch (error) {
    if (!(error instanceof AppError)) throw error;
    return { kind, id: entity.rowKey ?? '', text: '', version: versionOf(''), actor: 'unknown', fault: error.message };
  }
}

function fromEntity(kind: DocumentKind, entity: Entity): StoredDocument {
  requireKnownVersion(entity, `${kind}/${entity.rowKey}`);
  const text = fromChunks(entity, 'text') ?? '';
  const { rowKey, actor } = entity;
  return {
    kind,
    id: rowKey ?? '',
    text,
    version: versionOf(text),
    actor: typeof actor === 'string' ? actor : 'unknown',
  };
}

function requireExpected(
  before: Entity | undefined,
  { kind, id, expected }: { readonly kind: DocumentKind; readonly id: string; readonly expected: Expected },
): void {
  if (expected === 'any') return;
  const isMet =
    expected === 'absent'
      ? before === undefined
      : before !== undefined && expected.oneOf.includes(versionOf(fromChunks(before, 'text') ?? ''));
  if (isMet) return;
  const what =
    before === undefined ? 'is not there' : expected === 'absent' ? 'is there already' : 'has been changed since';
  throw new AppError('DocumentChanged', `${kind}/${id} ${what}: nothing was written. Read it again and decide anew.`);
}

/** Somebody else has written between the read and the write. */
function raced({ kind, id }: { readonly kind: DocumentKind; readonly id: string }, error?: unknown): AppError {
  return new AppError('DocumentChanged', `${kind}/${id} was changed at the same moment: nothing was written.`, {
    cause: error,
  });
}
