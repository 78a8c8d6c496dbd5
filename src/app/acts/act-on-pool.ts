import { Temporal } from 'temporal-polyfill';
import type { AuditEntry, AuditRecord } from '../../core/audit/record.ts';
import { NO_MEMORY } from '../../core/memory/memory.ts';
import { type EffectivePolicy, effectivePolicyFor } from '../../core/plan/effective-policy.ts';
import { type ManualPlan, planManualRequest } from '../../core/plan/plan-manual-request.ts';
import { lastingGuard, poolGuard } from '../../core/pool/pool-guard.ts';
import type { PoolFacts, PoolSnapshot } from '../../core/pool/snapshot.ts';
import { isBefore } from '../../core/time/instants.ts';
import type { HasActQueue, QueuedAct } from '../../ports/act-queue.ts';
import type { HasAuditReader, HasAuditWriter } from '../../ports/audit.ts';
import type { HasBatchReader, HasNodeActs } from '../../ports/batch.ts';
import type { HasClock, HasWallClock } from '../../ports/clock.ts';
import { FenceLost } from '../../ports/errors.ts';
import type { FencedPoolState, HasPoolStates, PoolState } from '../../ports/pool-states.ts';
import { recordsOf } from '../audit/records-of.ts';
import type { DocumentSources } from '../documents/read-documents.ts';
import { readDocuments } from '../documents/read-documents.ts';
import { applyPlan } from '../evaluation/apply-plan.ts';
import { closeOpenIntents } from '../evaluation/close-open-intents.ts';
import { isHeld, leftOpenBy, underFence } from '../evaluation/fence.ts';
import { chargeActs, type Granted, readSharedLimits, type SharedLimitPorts } from '../evaluation/shared-limits.ts';
import { endRequest, type RequestEnd } from './end-request.ts';
import { rememberManualRequest } from './remember-manual-request.ts';

/** How long a request waits before it is tried again, in real time, while others act on the pool or a budget is spent. */
const A_WHILE = Temporal.Duration.from({ seconds: 10 });

/** What came of carrying out a request for now. */
export type ManualRequestReport =
  | { readonly kind: 'ended'; readonly reason: string }
  | { readonly kind: 'waiting'; readonly reason: string }
  | { readonly kind: 'skipped'; readonly reason: string };

/** What actOnPool needs of the world. */
export type ActOnPoolPorts = DocumentSources &
  HasActQueue &
  HasAuditReader &
  HasAuditWriter &
  HasBatchReader &
  HasNodeActs &
  HasPoolStates &
  HasWallClock &
  SharedLimitPorts;

/**
 * Carries out a request to start or deallocate nodes by hand: look, decide, act, record, as an evaluation does, under the
 * same fence. Safe to run twice, late, or after a crash: nodes that were acted on for it are not acted on again. What a
 * budget holds back is done by the next rounds; a pool on which another evaluation acts is come back to.
 */
export async function actOnPool(ports: ActOnPoolPorts, asked: QueuedAct): Promise<ManualRequestReport> {
  const { pool, action, correlation, notBefore } = asked;
  const records = await recordsOf(ports, pool, correlation);
  if (records.some((record) => record.action === `${action}.ended`)) return skipped('it was carried out already');
  if (notBefore !== undefined && isBefore(await ports.clock.now(), notBefore)) return wait(ports, asked, 'its budget');
  const fenced = await ports.poolStates.get(pool);
  if (isHeld(fenced?.state.acting, await ports.wallClock.now())) return wait(ports, asked, ANOTHER);
  try {
    return await carryOut(ports, asked, { fenced, records });
  } catch (error) {
    if (error instanceof FenceLost) return wait(ports, asked, ANOTHER);
    throw error;
  }
}

const ANOTHER = 'another evaluation, which is acting on the pool';

/** What was known of a request before this round. */
interface Before {
  readonly fenced: FencedPoolState | undefined;
  readonly records: readonly AuditRecord[];
}

async function carryOut(ports: ActOnPoolPorts, asked: QueuedAct, before: Before): Promise<ManualRequestReport> {
  const { pool, action } = asked;
  const now = await ports.clock.now();
  const [facts, nodes, documents] = await Promise.all([
    ports.batch.getPool(pool),
    ports.batch.listNodes(pool),
    readDocuments(ports, now),
  ]);
  if (facts === undefined || nodes === undefined) return end(ports, asked, { because: 'the pool is no longer there' });
  const guard = poolGuard(facts);
  if (guard !== undefined && lastingGuard(facts) === undefined) return wait(ports, asked, `the pool: ${guard}`);
  const effective = effectivePolicyFor(facts, documents);
  if (effective.kind === 'doubt' && action === 'deallocate')
    return end(ports, asked, { because: `nothing is deallocated while there is doubt: ${effective.reason}` });
  const plan = await actUnderFence(ports, asked, { ...before, snapshot: { facts, nodes }, effective, now });
  return plan.waiting === undefined ? end(ports, asked, { plan }) : waitForBudget(ports, asked, plan.waiting);
}

interface ManualRequestLook extends Before {
  readonly snapshot: PoolSnapshot;
  readonly effective: EffectivePolicy;
  readonly now: Temporal.Instant;
}

/** Decides and acts while nobody else may act on the pool. @throws FenceLost */
async function actUnderFence(ports: ActOnPoolPorts, asked: QueuedAct, look: ManualRequestLook): Promise<ManualPlan> {
  const { actor, correlation } = asked;
  const { fenced, records, snapshot, effective, now } = look;
  const { facts, nodes } = snapshot;
  const begun = stateOf(facts, fenced);
  const leftOpen = leftOpenBy(begun.acting);
  return underFence(ports, { correlation, state: begun, tag: fenced?.tag }, async (fence) => {
    const correlations = [...new Set([...leftOpen, correlation])];
    const closed = await closeOpenIntents(ports, facts, { correlations, nodes, actor });
    const held = heldBy(effective);
    const plan = planManualRequest({
      ...{ ...asked, ...madeFor(asked, [...records, ...closed]), ...held, now },
      choice: asked.nodes,
      pool: snapshot,
      memory: begun.memory,
      shared: await readSharedLimits(ports, facts.account),
    });
    const context = { actor, pool: facts, correlation, policy: held.name };
    const granted = await chargeActs(ports, facts.account, { acts: plannedActs(plan, asked), at: now });
    const acts = await applyPlan(ports, granted.acts, { context, fence });
    const memory = rememberManualRequest(begun.memory, {
      asked,
      effective,
      closed,
      acts,
      now,
      unfinished: leftOpen.length > 0,
    });
    return { state: { ...begun, fingerprint: '', memory }, result: withWaiting(plan, granted) };
  });
}

/** Others have spent what was left of a shared limit in the meantime. */
function withWaiting(plan: ManualPlan, { waiting, because }: Granted<unknown>): ManualPlan {
  if (waiting === 0) return plan;
  const limit = { acts: 0, because, resumesAt: undefined };
  return { ...plan, waiting: plan.waiting ?? { nodes: waiting, limit } };
}

/** What of the effective policy stands above a person's request. */
function heldBy(effective: EffectivePolicy) {
  if (effective.kind !== 'policy') return { policy: undefined, override: undefined, name: undefined };
  const { policy, override, name } = effective;
  return { policy, override, name };
}

/** A pool that was never evaluated has no state yet; no tick of it is over. */
const NEVER = Temporal.Instant.fromEpochMilliseconds(0);

function stateOf({ account, poolId }: PoolFacts, fenced: FencedPoolState | undefined): PoolState {
  if (fenced !== undefined) return fenced.state;
  return {
    account,
    poolId,
    tick: NEVER,
    fingerprint: '',
    nextLook: undefined,
    acting: undefined,
    lastPlan: undefined,
    memory: NO_MEMORY,
  };
}

/** Nodes that were acted on for the request in earlier rounds, and how many took it. */
function madeFor({ action, correlation }: QueuedAct, records: readonly AuditEntry[]) {
  const outcomes = records.filter(
    (record) => record.phase === 'outcome' && record.action === action && record.correlation === correlation,
  );
  return {
    done: outcomes.flatMap(({ subject }) => subject.node ?? []),
    taken: outcomes.filter(({ outcome }) => outcome !== 'refused' && outcome !== 'gone' && outcome !== 'failed').length,
  };
}

function plannedActs({ acts }: ManualPlan, { actor, reason }: QueuedAct) {
  return acts.map(({ nodeId, action, rule }) => ({
    node: nodeId,
    action,
    rule,
    reason: `asked for by ${actor}: ${reason}`,
  }));
}

async function waitForBudget(
  ports: ActOnPoolPorts,
  asked: QueuedAct,
  { nodes, limit }: NonNullable<ManualPlan['waiting']>,
): Promise<ManualRequestReport> {
  // A budget is for one evaluation, and evaluations are a tick apart.
  const next = (await ports.clock.now()).add({ minutes: 1 });
  const { resumesAt } = limit;
  const notBefore = resumesAt !== undefined && isBefore(next, resumesAt) ? resumesAt : next;
  return wait(ports, { ...asked, notBefore }, `${nodes} more nodes: ${limit.because}`);
}

/** Comes back to the request in a while, until its time is over. */
async function wait(ports: ActOnPoolPorts, asked: QueuedAct, what: string): Promise<ManualRequestReport> {
  if (!isBefore(await ports.wallClock.now(), asked.deadline))
    return end(ports, asked, { because: `given up waiting for ${what}` });
  await ports.acts.send(asked, A_WHILE);
  return { kind: 'waiting', reason: what };
}

async function end(
  ports: HasAuditReader & HasAuditWriter & HasClock,
  asked: QueuedAct,
  how: Partial<RequestEnd>,
): Promise<ManualRequestReport> {
  return { kind: 'ended', reason: await endRequest(ports, asked, { because: undefined, plan: undefined, ...how }) };
}

function skipped(reason: string): ManualRequestReport {
  return { kind: 'skipped', reason };
}
