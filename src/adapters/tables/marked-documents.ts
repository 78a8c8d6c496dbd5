import type { DocumentStore } from '../../ports/documents.ts';
import type { PoolNotes } from '../../ports/pool-notes.ts';
import type { MarkedChange } from './document-mark.ts';

/** Documents whose changes are marked. */
export function markedDocuments(documents: DocumentStore, marked: MarkedChange): DocumentStore {
  return {
    ...documents,
    put: (document, expected) => marked(() => documents.put(document, expected)),
    delete: (kind, id, expected) => marked(() => documents.delete(kind, id, expected)),
  };
}

/** Notes about pools whose changes are marked. */
export function markedNotes(notes: PoolNotes, marked: MarkedChange): PoolNotes {
  return {
    ...notes,
    put: (note) => marked(() => notes.put(note)),
    putOver: (note, version) => marked(() => notes.putOver(note, version)),
    delete: (pool, id, version) => marked(() => notes.delete(pool, id, version)),
  };
}
