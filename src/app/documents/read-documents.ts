import type { Temporal } from 'temporal-polyfill';
import type { Ports, StoredDocument } from '../ports.ts';
import type { Documents, ReadDocument, UnreadableDocument } from './documents.ts';
import { type Parsed, parseJson } from './parsed.ts';
import { parsePolicy } from './policy-document.ts';
import { wordsIn } from './pool-words.ts';
import { parseSchedule } from './schedule-document.ts';

/** Where documents are read. */
export type DocumentSources = Pick<Ports, 'documents' | 'overrides' | 'announcements'>;

/** Reads all documents that say something at an instant. One that cannot be read is there all the same, as that: it may be the one that protects a pool. */
export async function readDocuments(
  { documents, overrides, announcements }: DocumentSources,
  at: Temporal.Instant,
): Promise<Documents> {
  const [schedules, policies, overridden, announced] = await Promise.all([
    documents.list('schedules'),
    documents.list('policies'),
    overrides.list(at),
    announcements.list(at),
  ]);
  return {
    words: wordsIn(overridden, announced),
    schedules: new Map(schedules.map((stored) => [stored.id, read(stored, parseSchedule)])),
    policies: new Map(policies.map((stored) => [stored.id, read(stored, parsePolicy)])),
  };
}

function read<Value>(
  { version, text }: StoredDocument,
  parse: (value: unknown) => Parsed<Value>,
): ReadDocument<Value> | UnreadableDocument {
  const json = parseJson(text);
  const parsed = json.ok ? parse(json.value) : json;
  if (parsed.ok) return { version, value: parsed.value };
  const [first] = parsed.faults;
  const names = (member: string) => (json.ok ? textsIn(json.value, member) : undefined);
  return {
    version,
    fault: `${first?.path}: ${first?.message}`,
    pools: names('pools'),
    schedules: names('schedules'),
  };
}

function textsIn(value: unknown, member: string): readonly string[] | undefined {
  const texts = (typeof value === 'object' && value !== null ? value : {}) as Readonly<Record<string, unknown>>;
  const list = texts[member];
  return Array.isArray(list) && list.every((text) => typeof text === 'string') ? list : undefined;
}
