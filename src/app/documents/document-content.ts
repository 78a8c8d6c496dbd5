import { calendarName, calendarSource } from '../../documents/calendars/calendar-source.ts';
import { parseJson } from '../../documents/fields/parsed.ts';
import { withoutSecrets } from '../../documents/subscriptions/subscription-secrets.ts';
import type { DocumentKind, StoredDocument } from '../../ports/documents.ts';
import { sha256 } from '../../ports/sha256.ts';

/** The word for a document of each kind, at the beginning of a sentence. */
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
 * The content of a document as JSON, without its secrets; the plain text if it cannot be parsed; `undefined` if there is no
 * document.
 */
export function contentOf(document: StoredDocument | undefined): unknown {
  if (document === undefined) return undefined;
  const parsed = parseJson(document.text);
  return shownOf(document.kind, parsed.ok ? parsed.value : document.text);
}

/** What may be shown of the value of a document. */
export function shownOf(kind: DocumentKind, value: unknown): unknown {
  return kind === 'subscriptions' && value !== undefined ? withoutSecrets(value) : value;
}

/**
 * What may be recorded of such a value, and so be sent to subscribers. The address of a calendar is often its only protection,
 * so a record has only the host, the file and a few digits of the address's hash, which tell two addresses apart.
 */
export function recordedOf(kind: DocumentKind, value: unknown): unknown {
  const shown = shownOf(kind, value);
  if (kind !== 'schedules' || !isObject(shown) || !Array.isArray(shown['exceptions'])) return shown;
  return { ...shown, exceptions: shown['exceptions'].map(withoutAddress) };
}

function withoutAddress(exception: unknown): unknown {
  if (!isObject(exception) || typeof exception['calendar'] !== 'string') return exception;
  const said = exception['calendar'];
  const source = calendarSource(said);
  if (source.kind !== 'address') return exception;
  return { ...exception, calendar: `${calendarName(source)} (${sha256(said).slice(0, 8)})` };
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null;
}
