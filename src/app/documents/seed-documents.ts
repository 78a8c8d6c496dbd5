import { documentRefused } from '../../core/audit/events.ts';
import { asciiJson } from '../../core/text/ascii-json.ts';
import { describeError } from '../../core/text/describe-error.ts';
import { parseWrittenJson } from '../../documents/fields/parsed.ts';
import type { HasAuditWriter } from '../../ports/audit.ts';
import type { HasBatchReader } from '../../ports/batch.ts';
import type { HasCalendars } from '../../ports/calendars.ts';
import type { HasClock } from '../../ports/clock.ts';
import type { DocumentFile, HasDocumentFiles, HasDocumentStore, StoredDocument } from '../../ports/documents.ts';
import type { HasNewCorrelation } from '../../ports/names.ts';
import type { HasReceivers } from '../../ports/receivers.ts';
import { documentFaults } from './document-faults.ts';
import { writeDocument } from './write-document.ts';

/** The actor of changes that come from files. */
const ACTOR = 'files';

/** The result of seeding. */
export interface Seeding {
  readonly written: readonly string[];
  /** One sentence for each file that was refused. */
  readonly problems: readonly string[];
  /** Why not all files were processed; `undefined` if they were. */
  readonly failure?: string;
}

/** The ports that seedDocuments uses. */
export type SeedDocumentsPorts = HasAuditWriter &
  HasBatchReader &
  HasCalendars &
  HasClock &
  HasDocumentFiles &
  HasDocumentStore &
  HasNewCorrelation &
  HasReceivers;

/**
 * Saves the documents in files, schedules before the policies that name them. A document follows its file until somebody
 * changes it in another way; from then on the file no longer changes it. A file that is invalid changes nothing, and is
 * recorded. It never throws: the saved documents apply whether or not the files can be read.
 */
export async function seedDocuments(ports: SeedDocumentsPorts): Promise<Seeding> {
  const written: string[] = [];
  const problems: string[] = [];
  try {
    await seedAll(ports, { written, problems });
    return { written, problems };
  } catch (error) {
    return { written, problems, failure: `The documents in files were not all taken over: ${describeError(error)}` };
  }
}

async function seedAll(
  ports: SeedDocumentsPorts,
  { written, problems }: { readonly written: string[]; readonly problems: string[] },
): Promise<void> {
  const files = await ports.documentFiles.read();
  const inOrder = files.toSorted((a, b) => Number(a.kind === 'policies') - Number(b.kind === 'policies'));
  const seen = new Set<string>();
  for (const file of inOrder) {
    const result = await seedOne(ports, file, seen);
    if (result.kind === 'written') written.push(result.document);
    if (result.kind === 'refused') problems.push(result.problem);
  }
}

type Result =
  | { readonly kind: 'written'; readonly document: string }
  | { readonly kind: 'unchanged' }
  | { readonly kind: 'refused'; readonly problem: string };

async function seedOne(
  ports: SeedDocumentsPorts,
  { kind, file, text }: DocumentFile,
  seen: Set<string>,
): Promise<Result> {
  const json = parseWrittenJson(text);
  const value = json.ok ? json.value : undefined;
  const id = idOf(value) ?? file.replace(/\.json$/, '');
  const faults = json.ok ? await documentFaults(ports, { kind, id, value }) : json.faults;
  if (faults.length > 0) {
    const reason = `${kind}/${file}: ${faults.map(({ path, message }) => `${path}: ${message}`).join('; ')}`;
    return refuse(ports, `${kind}/${id}`, reason);
  }
  if (seen.has(`${kind}/${id}`)) return refuse(ports, `${kind}/${id}`, `${kind}/${file}: another file has this id`);
  seen.add(`${kind}/${id}`);
  const before = await ports.documents.get(kind, id);
  if (before !== undefined && (before.actor !== ACTOR || saysTheSame(before, value))) return { kind: 'unchanged' };
  const expected = before === undefined ? 'absent' : { oneOf: [before.version] };
  await writeDocument(ports, { kind, id, value, actor: ACTOR, expected, before });
  return { kind: 'written', document: `${kind}/${id}` };
}

async function refuse(
  ports: HasAuditWriter & HasClock & HasNewCorrelation,
  document: string,
  reason: string,
): Promise<Result> {
  const at = await ports.clock.now();
  await ports.audit.append([
    documentRefused({ at, actor: ACTOR, document, correlation: ports.newCorrelation(), reason }),
  ]);
  return { kind: 'refused', problem: reason };
}

function idOf(value: unknown): string | undefined {
  const { id } = (typeof value === 'object' && value !== null ? value : {}) as { readonly id?: unknown };
  return typeof id === 'string' ? id : undefined;
}

function saysTheSame(before: StoredDocument, value: unknown): boolean {
  return before.text === asciiJson(value);
}
