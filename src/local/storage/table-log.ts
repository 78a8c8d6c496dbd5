import { closeSync, existsSync, openSync, readFileSync, renameSync, writeFileSync, writeSync } from 'node:fs';
import type { LokiCollection, LokiDatabase, LokiDocument } from './azurite.ts';

/**
 * One line: a table was created or deleted, a document was added or changed, or a document was deleted. `c` is the collection.
 */
type Line =
  | { readonly c: string; readonly options: unknown }
  | { readonly c: string; readonly gone: true }
  | { readonly c: string; readonly document: LokiDocument }
  | { readonly c: string; readonly removed: number };

interface Kept {
  readonly options: unknown;
  readonly documents: Map<number, LokiDocument>;
}

/**
 * Saves the tables of an Azurite to a file, change by change. Azurite itself writes its database every five seconds, and an
 * audit log must not lose its last five seconds with a killed process.
 * @returns the function that stops it
 */
export function keepTables(database: LokiDatabase, file: string): () => void {
  const kept = readLog(file);
  restore(database, kept);
  writeFileSync(`${file}.new`, toLines(database, kept));
  renameSync(`${file}.new`, file);
  return follow(database, file);
}

function readLog(file: string): ReadonlyMap<string, Kept> {
  const kept = new Map<string, Kept>();
  if (!existsSync(file)) return kept;
  const text = readFileSync(file, 'utf8');
  // A truncated last line belongs to a request that was never answered.
  for (const line of text
    .slice(0, text.lastIndexOf('\n') + 1)
    .split('\n')
    .slice(0, -1))
    take(kept, JSON.parse(line) as Line);
  return kept;
}

function take(kept: Map<string, Kept>, line: Line): void {
  if ('options' in line) kept.set(line.c, { options: line.options, documents: new Map() });
  else if ('gone' in line) kept.delete(line.c);
  else if ('document' in line) kept.get(line.c)?.documents.set(line.document.$loki, line.document);
  else kept.get(line.c)?.documents.delete(line.removed);
}

function restore(database: LokiDatabase, kept: ReadonlyMap<string, Kept>): void {
  for (const [name, { options, documents }] of kept) {
    const collection = database.getCollection(name) ?? database.addCollection(name, options);
    for (const { $loki: _, ...document } of documents.values()) collection.insert(withoutMeta(document));
  }
}

/** The database assigns the numbers and dates of a document again when it loads it. */
function withoutMeta(document: object): object {
  const { meta: _, ...rest } = document as { readonly meta?: unknown };
  return rest;
}

function toLines(database: LokiDatabase, kept: ReadonlyMap<string, Kept>): string {
  const lines: Line[] = database.collections.flatMap((collection) => [
    { c: collection.name, options: kept.get(collection.name)?.options ?? {} },
    ...collection.data.map((document) => ({ c: collection.name, document })),
  ]);
  return lines.map((line) => `${JSON.stringify(line)}\n`).join('');
}

function follow(database: LokiDatabase, file: string): () => void {
  const descriptor = openSync(file, 'a');
  let waiting = '';
  // The changes of one transaction are written together, when it has completed, so that a crash cannot split it.
  const write = (line: Line) => {
    if (waiting === '') setImmediate(flush);
    waiting += `${JSON.stringify(line)}\n`;
  };
  const flush = () => {
    if (waiting === '') return;
    writeSync(descriptor, waiting);
    waiting = '';
  };
  const listen = (collection: LokiCollection) => {
    collection.on('insert', (document) => write({ c: collection.name, document }));
    collection.on('update', (document) => write({ c: collection.name, document }));
    collection.on('delete', ({ $loki }) => write({ c: collection.name, removed: $loki }));
    return collection;
  };
  for (const collection of database.collections) listen(collection);
  const add = database.addCollection.bind(database);
  const remove = database.removeCollection.bind(database);
  database.addCollection = (name, options) => {
    write({ c: name, options: options ?? {} });
    return listen(add(name, options));
  };
  database.removeCollection = (name) => {
    write({ c: name, gone: true });
    remove(name);
  };
  return () => {
    flush();
    closeSync(descriptor);
  };
}
