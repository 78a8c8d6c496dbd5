import { type EffectivePolicy, effectivePolicyFor } from '../../core/plan/effective-policy.ts';
import type { PoolName } from '../../core/pool/pool-name.ts';
import { momentInWords } from '../../core/time/moment-in-words.ts';
import type { HasBatchReader } from '../../ports/batch.ts';
import { type DocumentSources, readDocuments } from '../documents/read-documents.ts';
import { requirePool } from './require-pool.ts';

/**
 * Replaces instants in words (`tuesday 18:00`, `PT48H`), as a person has written them for a pool, by instants. The words are
 * interpreted in the time zone of the first schedule of the pool's policy, in UTC if there is none. What cannot be interpreted
 * stays as it is, and fails the validation of the value.
 * @throws AppError AccountNotFound, PoolNotFound, if there are words
 */
export async function withMomentsWrittenOut<Value>(
  ports: DocumentSources & HasBatchReader,
  pool: PoolName,
  { value, members }: { readonly value: Value; readonly members: readonly string[] },
): Promise<Value> {
  if (typeof value !== 'object' || value === null) return value;
  const words = members.flatMap((member) => {
    const text = Object.hasOwn(value, member) ? (value as Readonly<Record<string, unknown>>)[member] : undefined;
    return typeof text === 'string' && !isWrittenOut(text) ? [[member, text] as const] : [];
  });
  if (words.length === 0) return value;
  const facts = await requirePool(ports, pool);
  const now = await ports.clock.now();
  const timeZone = timeZoneOf(effectivePolicyFor(facts, await readDocuments(ports, now)));
  const instants = words.flatMap(([member, text]) => {
    const instant = momentInWords(text, { now, timeZone });
    return instant === undefined ? [] : [[member, instant.toString()] as const];
  });
  return { ...value, ...Object.fromEntries(instants) };
}

/** An instant with its offset needs no zone. */
function isWrittenOut(text: string): boolean {
  return /^\d{4}-\d\d-\d\d[Tt ]\d\d:\d\d.*(?:[Zz]|[+-]\d\d)/.test(text);
}

/** The time zone of the first schedule that applies; UTC without one. */
export function timeZoneOf(effective: EffectivePolicy): string {
  const [schedule] = effective.kind === 'policy' ? effective.schedules : [];
  return schedule?.timeZone ?? 'Etc/UTC';
}
