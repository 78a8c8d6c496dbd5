import type { Temporal } from 'temporal-polyfill';
import type { Documents, ReadDocument, UnreadableDocument } from '../../core/plan/documents.ts';
import type { Policy } from '../../core/policy/policy.ts';
import { rememberOf, rememberTexts } from '../../core/remember.ts';
import { type Parsed, parseJson } from '../../documents/fields/parsed.ts';
import { parsePolicy } from '../../documents/policies/policy-document.ts';
import type { HasAttempts } from '../../ports/attempts.ts';
import type { HasCalendars } from '../../ports/calendars.ts';
import type { HasClock } from '../../ports/clock.ts';
import type { HasDocumentReader, StoredDocument } from '../../ports/documents.ts';
import type { HasAnnouncements, HasCircuitResets, HasOverrides } from '../../ports/pool-notes.ts';
import { isOfEveryPool, stopIn } from './emergency-stop-note.ts';
import { directivesIn } from './pool-directives.ts';
import { readSavedSchedules } from './read-schedule.ts';

/** The ports that reading documents uses; a schedule is read with the calendars that it names. */
export type DocumentSources = HasAttempts &
  HasDocumentReader &
  HasOverrides &
  HasAnnouncements &
  HasCircuitResets &
  HasCalendars &
  HasClock;

/**
 * Reads all documents that apply at an instant. A document that cannot be parsed is kept as unreadable, because it may protect
 * a pool.
 */
export async function readDocuments(sources: DocumentSources, at: Temporal.Instant): Promise<Documents> {
  const { documents, overrides, announcements, circuitResets } = sources;
  const [stored, policies, overridden, announced, resets] = await Promise.all([
    documents.list('schedules'),
    readPolicies(sources),
    overrides.list(at),
    announcements.list(at),
    circuitResets.list(at),
  ]);
  const texts = stored.map(({ text }) => jsonOf(text));
  const read = await readSavedSchedules(
    sources,
    texts.map((json) => (json.ok ? json.value : undefined)),
  );
  const schedules = stored.map((document, index) => {
    const json = texts[index] ?? NO_TEXT;
    return [document.id, toRead(document, json, (json.ok ? read[index] : json) ?? NO_TEXT)] as const;
  });
  return {
    stop: stopIn(overridden.filter(isOfEveryPool)),
    directives: directivesIn(
      overridden.filter((note) => !isOfEveryPool(note)),
      announced,
      resets,
    ),
    schedules: new Map(schedules),
    policies,
  };
}

const NO_TEXT: Parsed<never> = { ok: false, faults: [] };

/** Reads all policies, as `readDocuments` does. */
export async function readPolicies({ documents }: HasDocumentReader): Promise<Documents['policies']> {
  return policiesIn(await documents.list('policies'));
}

/** Ticks read the same list until a document changes; what is computed for all its policies is kept as long. */
const policiesIn = rememberOf(
  (stored: readonly StoredDocument[]): Documents['policies'] =>
    new Map(stored.map((document) => [document.id, policyOf(document)])),
);

function policyOf(document: StoredDocument): ReadDocument<Policy> | UnreadableDocument {
  const json = jsonOf(document.text);
  return toRead(document, json, policyIn(json));
}

/**
 * Documents are fetched again at many ticks and before each act, and seldom change. So a text is parsed once, and gives the same
 * policy or schedule until it changes; what is computed for these objects is kept as long.
 */
const jsonOf = rememberTexts(parseJson, { most: 4000, longest: 4096 });

const policyIn = rememberOf((json: Parsed<unknown>) => (json.ok ? parsePolicy(json.value) : json));

function toRead<Value>(
  { version, fault }: StoredDocument,
  json: Parsed<unknown>,
  parsed: Parsed<Value>,
): ReadDocument<Value> | UnreadableDocument {
  if (parsed.ok) return { version, value: parsed.value };
  const [first] = parsed.faults;
  const names = (member: string) => (json.ok ? textsIn(json.value, member) : undefined);
  return {
    version,
    fault: fault ?? `${first?.path}: ${first?.message}`,
    pools: names('pools'),
    schedules: names('schedules'),
    dependsOn: json.ok ? dependenciesIn(json.value) : undefined,
  };
}

function dependenciesIn(value: unknown): readonly string[] | undefined {
  const { dependsOn } = (typeof value === 'object' && value !== null ? value : {}) as Readonly<Record<string, unknown>>;
  if (dependsOn === undefined) return [];
  if (!Array.isArray(dependsOn)) return undefined;
  const pools = dependsOn.map((one: unknown) =>
    typeof one === 'object' && one !== null && 'pool' in one ? one.pool : undefined,
  );
  return pools.every((pool) => typeof pool === 'string') ? pools : undefined;
}

function textsIn(value: unknown, member: string): readonly string[] | undefined {
  const texts = (typeof value === 'object' && value !== null ? value : {}) as Readonly<Record<string, unknown>>;
  const list = texts[member];
  return Array.isArray(list) && list.every((text) => typeof text === 'string') ? list : undefined;
}
