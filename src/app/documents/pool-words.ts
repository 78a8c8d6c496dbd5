import { Temporal } from 'temporal-polyfill';
import * as z from 'zod';
import { type CircuitReset, NO_WORDS, type PoolWords, wordsKey } from '../../core/plan/documents.ts';
import { describeError } from '../../core/text/describe-error.ts';
import { toAnnouncement } from '../../documents/announcements/announcement-document.ts';
import { toOverride } from '../../documents/overrides/override-document.ts';
import type { PoolNote } from '../../ports/pool-notes.ts';

/** Puts together what was said about each pool. What cannot be read is there all the same, as that: it may protect the pool. */
export function wordsIn(
  overrides: readonly PoolNote[],
  announcements: readonly PoolNote[],
  resets: readonly PoolNote[],
): ReadonlyMap<string, PoolWords> {
  const words = new Map<string, PoolWords>();
  const add = (note: PoolNote, kind: string, read: (kept: unknown, before: PoolWords) => Partial<PoolWords>) => {
    const before = words.get(wordsKey(note)) ?? NO_WORDS;
    const versions = [...before.versions, `${kind} ${note.id}@${note.version}`];
    words.set(wordsKey(note), { ...before, ...readNote(note, kind, (kept) => read(kept, before)), versions });
  };
  for (const note of overrides) add(note, 'override', (kept) => ({ override: toOverride(kept, note) }));
  for (const note of resets) add(note, 'reset', (kept) => ({ circuitReset: resetIn(kept) }));
  for (const note of announcements) {
    add(note, 'announcement', (kept, before) => ({
      announcements: [...before.announcements, toAnnouncement(kept, note)],
    }));
  }
  return words;
}

const RESET = z.object({ at: z.string(), correlation: z.string().optional() });

function resetIn(kept: unknown): CircuitReset {
  const { at, correlation } = RESET.parse(kept);
  return { at: Temporal.Instant.from(at), correlation };
}

function readNote(note: PoolNote, kind: string, read: (kept: unknown) => Partial<PoolWords>): Partial<PoolWords> {
  try {
    return read(JSON.parse(note.text));
  } catch (error) {
    return { fault: `the ${kind} ${note.id} of the pool can't be read: ${describeError(error)}` };
  }
}
