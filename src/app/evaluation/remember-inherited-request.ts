import { Temporal } from 'temporal-polyfill';
import type { AuditRecord } from '../../core/audit/record.ts';
import type { PoolMemory } from '../../core/memory/memory.ts';
import { type EffectivePolicy, effectivePolicyFor } from '../../core/plan/effective-policy.ts';
import { manualUntil } from '../../core/plan/manual-until.ts';
import type { InheritedAct } from '../../core/plan/remember-inherited.ts';
import { rememberManualActs } from '../../core/plan/remember-manual-acts.ts';
import type { PoolName } from '../../core/pool/pool-name.ts';
import { EDGES_IN_SIGHT } from '../../core/schedule/edges-in-sight.ts';
import { evaluationBudget, timelinesOf } from '../../core/schedule/timeline.ts';
import type { HasBatchReader } from '../../ports/batch.ts';
import { type DocumentSources, readDocuments } from '../documents/read-documents.ts';
import { isConfigured } from './is-configured.ts';

/** What was found of a request that died. */
interface InheritedRequest {
  readonly pool: PoolName;
  /** All records of its correlation, in order. */
  readonly records: readonly AuditRecord[];
  readonly acts: readonly InheritedAct[];
}

/** The memory of a pool after a request of a person that died, from its records; unchanged if no person requested the acts. */
export async function rememberInheritedRequest(
  ports: DocumentSources & HasBatchReader,
  memory: PoolMemory,
  { pool, records, acts }: InheritedRequest,
): Promise<PoolMemory> {
  const requested = records.find(({ action }) => action === 'start.requested' || action === 'deallocate.requested');
  const noticed = acts[0]?.at;
  if (requested === undefined || noticed === undefined) return memory;
  const action = requested.action === 'start.requested' ? 'start' : 'deallocate';
  const until = untilIn(requested.after) ?? (await nextEdgeIn(ports, pool, requested.at));
  return rememberManualActs(memory, acts, {
    ...{ action, noticed, until, by: requested.actor },
    askedAt: requested.at,
  });
}

function untilIn(after: unknown): Temporal.Instant | undefined {
  const until = typeof after === 'object' && after !== null && 'until' in after ? after.until : undefined;
  return typeof until === 'string' ? Temporal.Instant.from(until) : undefined;
}

async function nextEdgeIn(
  ports: DocumentSources & HasBatchReader,
  pool: PoolName,
  at: Temporal.Instant,
): Promise<Temporal.Instant> {
  if (!isConfigured(ports, pool.account)) return manualUntil([], at);
  const [facts, documents] = await Promise.all([ports.batch.getPool(pool), readDocuments(ports, at)]);
  return facts === undefined ? manualUntil([], at) : nextEdgeOf(effectivePolicyFor(facts, documents), at);
}

/** The next edge of the schedules that apply to a pool; until then an act of a person is respected. */
export function nextEdgeOf(effective: EffectivePolicy, at: Temporal.Instant): Temporal.Instant {
  const timelines =
    effective.kind === 'policy'
      ? timelinesOf(effective.schedules, { from: at, until: at.add(EDGES_IN_SIGHT), budget: evaluationBudget() })
      : [];
  return manualUntil(timelines, at);
}
