import type { Documents } from '../../core/plan/documents.ts';
import { parsePolicy } from '../../documents/policies/policy-document.ts';
import type { HasBatchReader } from '../../ports/batch.ts';
import type { DocumentKind, Expected } from '../../ports/documents.ts';
import { AppError } from '../../ports/errors.ts';
import { refuseWhileInUse } from '../documents/delete-document.ts';
import { contentOf, SINGULAR } from '../documents/document-content.ts';
import { type DocumentFaultsPorts, documentFaults } from '../documents/document-faults.ts';
import { warningsOfDocument } from '../documents/document-warnings.ts';
import { requireExpected } from '../documents/expected.ts';
import { type DocumentSources, readDocuments } from '../documents/read-documents.ts';
import { readNewSchedule } from '../documents/read-schedule.ts';
import { type Changed, changedPools } from './changed-pools.ts';
import type { Effect, PoolEffect } from './effect.ts';
import { saySubscription } from './say-subscription.ts';

/** The ports that effectOfDocument uses. */
export type DocumentEffectPorts = DocumentSources & DocumentFaultsPorts & HasBatchReader;

/** A document to save, or, without a value, to delete. */
export interface DocumentToTry {
  readonly kind: DocumentKind;
  readonly id: string;
  readonly value: unknown;
  /** The expected version; `undefined` if the caller gave none, which a try does not need. */
  readonly expected?: Expected | undefined;
}

/**
 * The effect of saving or deleting a document: the pools to which another policy applies, or of which another capacity is
 * requested in the next eight days; and the parts of the document that have no effect. For a subscription, who receives which
 * events. Nothing is saved.
 * @throws AppError InvalidDocument with every fault; DocumentChanged, DocumentInUse
 */
export async function effectOfDocument(ports: DocumentEffectPorts, wanted: DocumentToTry): Promise<Effect> {
  const { kind, id, value, expected } = wanted;
  const faults = value === undefined ? [] : await documentFaults(ports, wanted);
  if (faults.length > 0)
    throw new AppError('InvalidDocument', `${SINGULAR[kind]} '${id}' is not valid: nothing would be saved.`, {
      faults,
    });
  const saved = await ports.documents.get(kind, id);
  if (expected !== undefined) requireExpected(wanted, expected, saved);
  if (kind === 'schedules' && value === undefined) await refuseWhileInUse(ports, id);
  const now = await ports.clock.now();
  const warnings =
    value === undefined ? [] : await warningsOfDocument(ports, { kind, id, text: JSON.stringify(value) });
  if (kind === 'subscriptions') {
    return {
      at: now,
      says: saySubscription(value, contentOf(saved)),
      pools: [],
      acts: [],
      left: [],
      avoided: [],
      warnings,
    };
  }
  const before = await readDocuments(ports, now);
  const changed = await changedPools(ports, { before, after: await withDocument(ports, before, wanted), now });
  return {
    at: now,
    says: sayChanged(wanted, changed),
    pools: changed.pools,
    acts: [],
    left: [],
    avoided: [],
    warnings: [...changed.unknown.map((message) => ({ path: '$', message })), ...warnings],
  };
}

function sayChanged({ kind, value }: DocumentToTry, { pools, touched, unknown }: Changed): string {
  if (kind === 'rules')
    return value === undefined ? 'No event is matched with it any more.' : 'Events are matched with it from then on.';
  const others = unknown.length === 0 ? '' : ' of the accounts that could be read';
  if (pools.length > 0) return `Something changes for ${poolsNamed(pools)}${others}.`;
  if (touched === 0) return `It applies to no pool${others}.`;
  return `From the next evaluation on it applies to ${touched} ${touched === 1 ? 'pool' : 'pools'}${others}; the capacity that is requested of ${touched === 1 ? 'it' : 'them'} in the next eight days stays the same.`;
}

function poolsNamed(pools: readonly PoolEffect[]): string {
  const named = pools
    .slice(0, 5)
    .map(({ poolId }) => poolId)
    .join(', ');
  return `${pools.length} ${pools.length === 1 ? 'pool' : 'pools'}: ${named}${pools.length > 5 ? ' …' : ''}`;
}

const TRIED = 'tried';

async function withDocument(
  ports: DocumentEffectPorts,
  documents: Documents,
  { kind, id, value }: DocumentToTry,
): Promise<Documents> {
  if (kind === 'schedules') {
    const schedules = new Map(documents.schedules);
    schedules.delete(id);
    const parsed = value === undefined ? undefined : await readNewSchedule(ports, value);
    if (parsed?.ok === true) schedules.set(id, { version: TRIED, value: parsed.value });
    return { ...documents, schedules };
  }
  if (kind !== 'policies') return documents;
  const policies = new Map(documents.policies);
  policies.delete(id);
  const parsed = value === undefined ? undefined : parsePolicy(value);
  if (parsed?.ok === true) policies.set(id, { version: TRIED, value: parsed.value });
  return { ...documents, policies };
}
