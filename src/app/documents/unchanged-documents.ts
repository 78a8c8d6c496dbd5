import { Temporal } from 'temporal-polyfill';
import type { Documents } from '../../core/plan/documents.ts';
import { isBefore } from '../../core/time/instants.ts';
import type { StoredDocument } from '../../ports/documents.ts';
import type { PoolNote, PoolNotes } from '../../ports/pool-notes.ts';
import { type DocumentSources, readDocuments } from './read-documents.ts';

export interface HasTickDocuments {
  /** All documents for the survey of a tick, which are fetched again only where one of them may have changed. */
  readonly documentsForTick: (at: Temporal.Instant, mark: string | undefined) => Promise<Documents>;
}

/** What is changed past the app, with other tools or by an older version of it, leaves the mark as it was, and holds after so long. */
const LONGEST = Temporal.Duration.from({ minutes: 5 });

/** What was fetched, when, and under which mark. */
interface Fetched {
  readonly mark: string | undefined;
  readonly at: Temporal.Instant;
  readonly sources: DocumentSources;
}

/**
 * Keeps what a tick has fetched as long as the mark stays the same that was read before. What the documents say is read anew
 * at each tick, by the calendars and for the moment. Evaluations, and acts above all, don't rely on it.
 */
export function rememberUnchanged(sources: DocumentSources): HasTickDocuments['documentsForTick'] {
  let kept: Fetched | undefined;
  return async (at, mark) => {
    const fetched = kept !== undefined && holds(kept, at, mark) ? kept : { mark, at, sources: fetchedOnce(sources) };
    kept = fetched;
    try {
      return await readDocuments(fetched.sources, at);
    } catch (error) {
      // What could not be fetched is fetched again.
      if (kept === fetched) kept = undefined;
      throw error;
    }
  };
}

/** A clock that was put back has kept nothing fresh. */
function holds(fetched: Fetched, at: Temporal.Instant, mark: string | undefined): boolean {
  if (mark === undefined || fetched.mark !== mark || isBefore(at, fetched.at)) return false;
  return isBefore(at, fetched.at.add(LONGEST));
}

/** The same sources, each asked once. */
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

/** Notes that were asked for at a moment hold what is asked for later, and some that are over by then. */
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
