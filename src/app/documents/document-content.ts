import type { DocumentKind, StoredDocument } from '../ports.ts';
import { parseJson } from './parsed.ts';

/** How people call a document of a kind, at the beginning of a sentence. */
export const SINGULAR = { schedules: 'Schedule', policies: 'Policy' } as const satisfies Record<DocumentKind, string>;

/** The word for a document of a kind in the names of acts: `schedule.put`. */
export function wordFor<Kind extends DocumentKind>(kind: Kind): Lowercase<(typeof SINGULAR)[Kind]> {
  return SINGULAR[kind].toLowerCase() as Lowercase<(typeof SINGULAR)[Kind]>;
}

/** What a document says, as JSON; its bare text where it cannot be read. `undefined` if there is none. */
export function contentOf(document: StoredDocument | undefined): unknown {
  if (document === undefined) return undefined;
  const parsed = parseJson(document.text);
  return parsed.ok ? parsed.value : document.text;
}
