import { Temporal } from 'temporal-polyfill';
import * as z from 'zod';
import {
  type CircuitReset,
  directivesKey,
  NO_DIRECTIVES,
  type PoolDirectives,
  type UnreadableDirective,
} from '../../core/plan/documents.ts';
import { describeError } from '../../core/text/describe-error.ts';
import { toAnnouncement } from '../../documents/announcements/announcement-document.ts';
import { toOverride } from '../../documents/overrides/override-document.ts';
import type { PoolNote } from '../../ports/pool-notes.ts';

/**
 * Collects the notes about each pool: overrides, announcements, resets. A note that cannot be parsed is kept as unreadable,
 * because it may protect the pool.
 */
export function directivesIn(
  overrides: readonly PoolNote[],
  announcements: readonly PoolNote[],
  resets: readonly PoolNote[],
): ReadonlyMap<string, PoolDirectives> {
  const directives = new Map<string, PoolDirectives>();
  const add = (
    note: PoolNote,
    kind: UnreadableDirective['kind'],
    read: (kept: unknown, before: PoolDirectives) => Partial<PoolDirectives>,
  ) => {
    const before = directives.get(directivesKey(note)) ?? NO_DIRECTIVES;
    const versions = [...before.versions, `${kind} ${note.id}@${note.version}`];
    directives.set(directivesKey(note), { ...before, ...readOrKeep(), versions });

    function readOrKeep(): Partial<PoolDirectives> {
      try {
        return read(JSON.parse(note.text), before);
      } catch (error) {
        return { unreadable: [...before.unreadable, { kind, id: note.id, fault: describeError(error) }] };
      }
    }
  };
  for (const note of overrides) add(note, 'override', (kept) => ({ override: toOverride(kept, note) }));
  for (const note of resets) add(note, 'reset', (kept) => ({ circuitReset: resetIn(kept) }));
  for (const note of announcements) {
    add(note, 'announcement', (kept, before) => ({
      announcements: [...before.announcements, toAnnouncement(kept, note)],
    }));
  }
  return directives;
}

const RESET = z.object({ at: z.string(), correlation: z.string().optional() });

function resetIn(kept: unknown): CircuitReset {
  const { at, correlation } = RESET.parse(kept);
  return { at: Temporal.Instant.from(at), correlation };
}
