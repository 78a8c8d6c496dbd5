import { Temporal } from 'temporal-polyfill';
import type { Documents } from '../../core/plan/documents.ts';
import { isBefore } from '../../core/time/instants.ts';
import type { StoredDocument } from '../../ports/documents.ts';
import type { PoolNote, PoolNotes } from '../../ports/pool-notes.ts';
import { type DocumentSources, readDocuments } from './read-documents.ts';

export interface HasTickDocuments {
  /** All documents for the survey of a tick. They are fetched again only if one of them may have changed. */
  readonly documentsForTick: (at: Temporal.Instant, mark: string | undefined) => Promise<Documents>;
}

/**
 * A change that was made without the app, with another tool or by an older version of it, does not change the mark. It takes
 * effect after this time.
 */
const LONGEST = Temporal.Duration.from({ minutes: 5 });

/** The fetched documents, the time of the fetch, and the mark that was read before it. */
interface Fetched {
  readonly mark: string | undefined;
  readonly at: Temporal.Instant;
  readonly sources: DocumentSources;
}

/**
 * Keeps the documents that a tick has fetched while the mark is the one read before the fetch. Each tick evaluates them anew,
 * with their calendars and for that instant. Evaluations do not use this cache.
 */
export function rememberUnchanged(sources: DocumentSources): HasTickDocuments {
  let kept: Fetched | undefined;
  const documentsForTick: HasTickDocuments['documentsForTick'] = async (at, mark) => {
    const fetched = kept !== undefined && holds(kept, at, mark) ? kept : { mark, at, sources: fetchedOnce(sources) };
    kept = fetched;
    try {
      return await readDocuments(fetched.sources, at);
    } catch (error) {
      // A failed fetch is not kept.
      if (kept === fetched) kept = undefined;
      throw error;
    }
  };
  return { documentsForTick };
}

/** After the clock was set back, nothing counts as fresh. */
function holds(fetched: Fetched, at: Temporal.Instant, mark: string | undefined): boolean {
  if (mark === undefined || fetched.mark !== mark || isBefore(at, fetched.at)) return false;
  return isBefore(at, fetched.at.add(LONGEST));
}

/** The same sources, each read at most once. */
function fetchedOnce(sources: DocumentSources): DocumentSources {
  const { documents, overrides, announcements, circuitResets } = sources;
  const lists = new Map<string, Promise<readonly StoredDocument[]>>();
  return {
    ...sources,
    documents: {
      ...documents,
      list: (kind) => {
        const list = lists.get(kind) ?? documents.list(kind);
        lists.set(kind, list);
        return list;
      },
    },
    overrides: notesOnce(overrides),
    announcements: notesOnce(announcements),
    circuitResets: notesOnce(circuitResets),
  };
}

/** The notes of an instant include those that a later call needs, and some that have expired by then. */
function notesOnce(notes: PoolNotes): PoolNotes {
  let list: Promise<readonly PoolNote[]> | undefined;
  return {
    ...notes,
    list: async (at) => {
      list ??= notes.list(at);
      return (await list).filter(({ until }) => isBefore(at, until));
    },
  };
}
