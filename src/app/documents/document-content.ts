import { parseJson } from '../../documents/fields/parsed.ts';
import { withoutSecrets } from '../../documents/subscriptions/subscription-secrets.ts';
import type { DocumentKind, StoredDocument } from '../../ports/documents.ts';

/** How people call a document of a kind, at the beginning of a sentence. */
export const SINGULAR = {
  schedules: 'Schedule',
  policies: 'Policy',
  subscriptions: 'Subscription',
  rules: 'Rule',
} as const satisfies Record<DocumentKind, string>;

/** The word for a document of a kind in the names of acts: `schedule.put`. */
export function wordFor<Kind extends DocumentKind>(kind: Kind): Lowercase<(typeof SINGULAR)[Kind]> {
  return SINGULAR[kind].toLowerCase() as Lowercase<(typeof SINGULAR)[Kind]>;
}

/**
 * What a document says, as JSON and without its secrets; its bare text where it cannot be read. `undefined` if there is
 * none.
 */
export function contentOf(document: StoredDocument | undefined): unknown {
  if (document === undefined) return undefined;
  const parsed = parseJson(document.text);
  return shownOf(document.kind, parsed.ok ? parsed.value : document.text);
}

/** What may be shown and recorded of a value that is, or is to be, a document. */
export function shownOf(kind: DocumentKind, value: unknown): unknown {
  return kind === 'subscriptions' && value !== undefined ? withoutSecrets(value) : value;
}
