import type { Temporal } from 'temporal-polyfill';
import type { Documents } from '../../core/plan/documents.ts';
import { type DocumentSources, readDocuments } from '../documents/read-documents.ts';
import { perTick } from './per-tick.ts';

export interface HasDocumentsAt {
  /** All documents as they were read at a tick, once for all evaluations of it; acts look again. */
  readonly documentsAt: (tick: Temporal.Instant) => Promise<Documents>;
}

/**
 * Reads the documents once for all evaluations of a tick: a thousand pools are decided by the same few. An evaluation that
 * is about to act reads them again.
 */
export function rememberDocuments(sources: DocumentSources): HasDocumentsAt['documentsAt'] {
  const read = perTick((tick) => readDocuments(sources, tick));
  return (tick) => read(tick, 'all');
}
