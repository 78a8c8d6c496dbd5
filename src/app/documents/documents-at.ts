import type { Temporal } from 'temporal-polyfill';
import type { DocumentStore } from '../ports.ts';
import type { Documents } from './documents.ts';
import { readDocuments } from './read-documents.ts';

/**
 * Reads the documents once for all evaluations of a tick: a thousand pools are decided by the same few. Only the last
 * tick is remembered. An evaluation that is about to act reads them again.
 */
export function rememberDocuments(store: DocumentStore): (tick: Temporal.Instant) => Promise<Documents> {
  let remembered: { readonly tick: Temporal.Instant; readonly documents: Promise<Documents> } | undefined;
  return (tick) => {
    if (remembered === undefined || !remembered.tick.equals(tick)) {
      const documents = readDocuments(store);
      // A failure is not remembered.
      documents.catch(() => {
        remembered = undefined;
      });
      remembered = { tick, documents };
    }
    return remembered.documents;
  };
}
