import type { Temporal } from 'temporal-polyfill';
import type { Documents } from '../../core/plan/documents.ts';
import { type EffectivePolicy, effectivePolicyFor } from '../../core/plan/effective-policy.ts';
import { askedCapacityOver, type CapacityQuestion } from '../../core/plan/next-change.ts';
import type { PoolFacts } from '../../core/pool/snapshot.ts';
import { EDGES_IN_SIGHT } from '../../core/schedule/edges-in-sight.ts';
import { LayoutRefused } from '../../core/schedule/layout-refused.ts';
import { parsePolicy } from '../../documents/policies/policy-document.ts';
import type { HasBatchReader } from '../../ports/batch.ts';
import type { DocumentKind } from '../../ports/documents.ts';
import { AppError } from '../../ports/errors.ts';
import { SINGULAR } from '../documents/document-content.ts';
import { type DocumentFaultsPorts, documentFaults } from '../documents/document-faults.ts';
import { warningsOfDocument } from '../documents/document-warnings.ts';
import { type DocumentSources, readDocuments } from '../documents/read-documents.ts';
import { readNewSchedule } from '../documents/read-schedule.ts';
import type { Effect, PoolEffect } from './effect.ts';
import { poolState } from './effect-on-pool.ts';

/** What effectOfDocument needs of the world. */
export type DocumentEffectPorts = DocumentSources & DocumentFaultsPorts & HasBatchReader;

/** A document that is to be saved, or to be deleted: then it has no value. */
export interface DocumentToTry {
  readonly kind: DocumentKind;
  readonly id: string;
  readonly value: unknown;
}

/**
 * What saving or deleting a document will do: the pools for which another policy holds, or another capacity is asked for in the
 * next eight days, and what the document says without effect. Nothing is saved. @throws AppError InvalidDocument with every fault
 */
export async function effectOfDocument(ports: DocumentEffectPorts, wanted: DocumentToTry): Promise<Effect> {
  const { kind, id, value } = wanted;
  const faults = value === undefined ? [] : await documentFaults(ports, wanted);
  if (faults.length > 0)
    throw new AppError('InvalidDocument', `${SINGULAR[kind]} '${id}' is not valid: nothing would be saved.`, {
      faults,
    });
  const now = await ports.clock.now();
  const before = await readDocuments(ports, now);
  const pools = await poolsChanged(ports, { before, after: await withDocument(ports, before, wanted), now });
  return {
    at: now,
    says:
      pools.length === 0
        ? 'For no pool anything changes in the next eight days.'
        : `Something changes for ${poolsNamed(pools)}.`,
    pools,
    acts: [],
    left: [],
    avoided: [],
    warnings: value === undefined ? [] : await warningsOfDocument(ports, { kind, id, text: JSON.stringify(value) }),
  };
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

interface Comparison {
  readonly before: Documents;
  readonly after: Documents;
  readonly now: Temporal.Instant;
}

async function poolsChanged({ batch }: HasBatchReader, compared: Comparison): Promise<readonly PoolEffect[]> {
  const ofAccounts = await Promise.all(
    batch.accounts.map(async (account) => {
      const [pools, counts] = await Promise.all([batch.listPools(account), batch.countNodes(account)]);
      return pools.flatMap((facts) => {
        const poolSize = Object.values(counts.get(facts.poolId) ?? {}).reduce((sum, count) => sum + count, 0);
        return changeOf(facts, poolSize, compared);
      });
    }),
  );
  return ofAccounts.flat();
}

function changeOf(facts: PoolFacts, poolSize: number, { before, after, now }: Comparison): readonly PoolEffect[] {
  const [was, is] = [effectivePolicyFor(facts, before), effectivePolicyFor(facts, after)];
  if (was.documents.join() === is.documents.join()) return [];
  const question = (effective: EffectivePolicy): CapacityQuestion => ({ effective, facts, poolSize });
  const [saidBefore, saidAfter] = [outlook(question(was), now), outlook(question(is), now)];
  if (saidBefore === saidAfter && modeOf(was) === modeOf(is)) return [];
  const { account, poolId } = facts;
  return [{ account, poolId, before: poolState(question(was), now), after: poolState(question(is), now) }];
}

function modeOf(effective: EffectivePolicy): string {
  return effective.kind === 'policy' ? `${effective.policy.id} ${effective.policy.mode}` : effective.reason;
}

function outlook(question: CapacityQuestion, now: Temporal.Instant): string {
  try {
    const asked = askedCapacityOver(question, { from: now, until: now.add(EDGES_IN_SIGHT) });
    return asked.map(({ at, min, max }) => `${at} ${min} ${max}`).join();
  } catch (error) {
    if (error instanceof LayoutRefused) return error.message;
    throw error;
  }
}
