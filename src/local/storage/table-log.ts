import { type LineFile, type LineFormat, openLineFile } from '../../emulator/line-file.ts';
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

const FORMAT: LineFormat<Line> = { beginning: '{"c":', read: (line) => JSON.parse(line) as Line };

/**
 * Saves the tables of an Azurite to a file, change by change. Azurite itself writes its database every five seconds, and an
 * audit log must not lose its last five seconds with a killed process.
 * @param onError is told once when the file cannot be written; what is not written is tried again
 * @returns the function that stops it
 * @throws Error if the file is damaged or cannot be written
 */
export function keepTables(database: LokiDatabase, file: string, onError: (error: Error) => void): () => void {
  const log = openLineFile(file, FORMAT);
  const kept = new Map<string, Kept>();
  for (const line of log.lines) take(kept, line);
  restore(database, kept);
  log.replace(linesOf(database, kept));
  return follow(database, log, onError);
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

function* linesOf(database: LokiDatabase, kept: ReadonlyMap<string, Kept>): Iterable<string> {
  for (const { name, data } of database.collections) {
    yield toText({ c: name, options: kept.get(name)?.options ?? {} });
    for (const document of data) yield toText({ c: name, document });
  }
}

function toText(line: Line): string {
  return JSON.stringify(line);
}

const RETRY_MS = 1000;

function follow(database: LokiDatabase, log: LineFile<Line>, onError: (error: Error) => void): () => void {
  let waiting: string[] = [];
  let retry: NodeJS.Timeout | undefined;
  // The changes of one transaction are written together, when it has completed, so that a crash cannot split it.
  const write = (line: Line) => {
    if (waiting.length === 0) setImmediate(flush);
    // At once, because a document may change before it is written.
    waiting.push(toText(line));
  };
  const flush = () => {
    const lines = waiting;
    waiting = [];
    try {
      log.append(lines);
      clearInterval(retry);
      retry = undefined;
    } catch (error) {
      if (retry === undefined) onError(error as Error);
      retry ??= setInterval(flush, RETRY_MS);
    }
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
    clearInterval(retry);
    log.close();
  };
}
