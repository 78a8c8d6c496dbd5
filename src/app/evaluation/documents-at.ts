import type { Temporal } from 'temporal-polyfill';
import type { Documents } from '../../core/plan/documents.ts';
import { type DocumentSources, readDocuments } from '../documents/read-documents.ts';
import { perTick } from '../evaluation/per-tick.ts';

/**
 * Reads the documents once for all evaluations of a tick: a thousand pools are decided by the same few. An evaluation that
 * is about to act reads them again.
 */
export function rememberDocuments(sources: DocumentSources): (tick: Temporal.Instant) => Promise<Documents> {
  const read = perTick((tick) => readDocuments(sources, tick));
  return (tick) => read(tick, 'all');
}
