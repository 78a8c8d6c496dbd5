import type { Temporal } from 'temporal-polyfill';
import type { Documents } from '../../core/plan/documents.ts';
import { type DocumentSources, readDocuments } from '../documents/read-documents.ts';
import { perTick } from './per-tick.ts';

export interface HasDocumentsAt {
  /** All documents as of a tick, read once for all its evaluations; acts read them again. */
  readonly documentsAt: (tick: Temporal.Instant) => Promise<Documents>;
}

/**
 * Reads the documents once for all evaluations of a tick: the same few documents decide a thousand pools. An evaluation that is
 * about to act reads them again.
 */
export function rememberDocuments(sources: DocumentSources): HasDocumentsAt {
  const read = perTick((tick) => readDocuments(sources, tick));
  return { documentsAt: (tick) => read(tick, 'all') };
}
