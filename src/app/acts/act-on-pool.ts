import { Temporal } from 'temporal-polyfill';
import type { AuditEntry } from '../../core/audit/record.ts';
import { memoryOfPool } from '../../core/memory/memory-of-pool.ts';
import { type EffectivePolicy, effectivePolicyFor } from '../../core/plan/effective-policy.ts';
import { limitsByHand, whyNotByHand } from '../../core/plan/limits-by-hand.ts';
import { type ManualPlan, planManualRequest } from '../../core/plan/plan-manual-request.ts';
import { rememberHeld } from '../../core/plan/remember-manual-acts.ts';
import { lastingGuard, poolGuard } from '../../core/pool/pool-guard.ts';
import type { PoolSnapshot } from '../../core/pool/snapshot.ts';
import { describeError } from '../../core/text/describe-error.ts';
import { isBefore } from '../../core/time/instants.ts';
import type { HasActQueue, QueuedAct } from '../../ports/act-queue.ts';
import type { HasNodeActs } from '../../ports/batch.ts';
import { type AppError, FenceLost, isOutage } from '../../ports/errors.ts';
import type { HasOpenRequests } from '../../ports/open-requests.ts';
import type { Acting } from '../../ports/pool-states.ts';
import { readDocuments } from '../documents/read-documents.ts';
import { applyPlan } from '../evaluation/apply-plan.ts';
import { underFence } from '../evaluation/fence.ts';
import type { RecoverPoolPorts } from '../evaluation/recover-pool.ts';
import { chargeActs, type Granted, readSharedLimits, type SharedLimitPorts } from '../evaluation/shared-limits.ts';
import { sayStop } from '../stop/require-no-stop.ts';
import { endRequest } from './end-request.ts';
import { holdOf, rememberManualRequest, untilOf } from './remember-manual-request.ts';
import { endUnderFence, fencedFor, type RequestRound, readRequest } from './request-round.ts';

/** How long a request waits, in real time, before its next round while an evaluation acts on the pool or a budget is spent. */
const A_WHILE = Temporal.Duration.from({ seconds: 10 });
/** The same while Batch or the storage is down. */
const IN_AN_OUTAGE = Temporal.Duration.from({ seconds: 30 });

/** The result of one round of a request. */
export type ManualRequestReport =
  | { readonly kind: 'ended'; readonly reason: string }
  | { readonly kind: 'waiting'; readonly reason: string; readonly holder?: Acting }
  | { readonly kind: 'skipped'; readonly reason: string };

/** The ports that actOnPool uses. */
export type ActOnPoolPorts = RecoverPoolPorts & HasActQueue & HasNodeActs & HasOpenRequests & SharedLimitPorts;

/**
 * Runs one round of a request to start or deallocate nodes: look, decide, act, record, under the same fence as an evaluation.
 * The request also ends under that fence. It is safe to run a round twice, late, or after a crash: a node that was acted on for
 * the request is not acted on again, and the request ends once. A later round does what a budget holds back. If an evaluation
 * is acting on the pool, or if Batch or the storage is down, the request is queued again.
 */
export async function actOnPool(ports: ActOnPoolPorts, asked: QueuedAct): Promise<ManualRequestReport> {
  try {
    const before = await readRequest(ports, asked);
    if ('holder' in before) return { ...(await sendAgain(ports, asked, ANOTHER)), ...before };
    if (before.isOver) {
      await ports.openRequests.delete(asked);
      return { kind: 'skipped', reason: 'it was carried out already' };
    }
    const { notBefore } = asked;
    const isEarly = notBefore !== undefined && isBefore(await ports.clock.now(), notBefore);
    return isEarly ? await wait(ports, { asked, before }, 'its budget') : await carryOut(ports, { asked, before });
  } catch (error) {
    if (error instanceof FenceLost) return sendAgain(ports, asked, ANOTHER);
    if (isOutage(error)) return waitOut(ports, asked, error);
    throw error;
  }
}

const ANOTHER = 'another evaluation, which is acting on the pool';

type Round = RequestRound<QueuedAct>;

async function carryOut(ports: ActOnPoolPorts, round: Round): Promise<ManualRequestReport> {
  const { asked } = round;
  const { pool, action } = asked;
  const [now, lookedAt] = await Promise.all([ports.clock.now(), ports.wallClock.now()]);
  const [facts, nodes, documents] = await Promise.all([
    ports.batch.getPool(pool),
    ports.batch.listNodes(pool),
    readDocuments(ports, now),
  ]);
  if (facts === undefined || nodes === undefined) return end(ports, round, 'the pool is no longer there');
  const guard = poolGuard(facts);
  if (guard !== undefined && lastingGuard(facts) === undefined) return wait(ports, round, `the pool: ${guard}`);
  if (documents.stop !== undefined && asked.despiteStop !== true) return end(ports, round, sayStop(documents.stop));
  const effective = effectivePolicyFor(facts, documents);
  // Nodes that still wait, for a budget for example: nobody wants them now, and nothing would respect the act.
  const until = untilOf(asked, effective);
  if (!isBefore(now, until)) return end(ports, round, `it was requested until ${until}`);
  const refused = whyNotByHand(effective, action);
  if (refused !== undefined) return end(ports, round, refused);
  return actUnderFence(ports, round, { snapshot: { facts, nodes }, effective, now, lookedAt });
}

interface ManualRequestLook {
  readonly snapshot: PoolSnapshot;
  readonly effective: EffectivePolicy;
  readonly now: Temporal.Instant;
  /** By the wall clock. */
  readonly lookedAt: Temporal.Instant;
}

/** Decides and acts under the fence, and ends the request if nothing of it is waiting. @throws FenceLost */
async function actUnderFence(
  ports: ActOnPoolPorts,
  round: Round,
  { snapshot, effective, now, lookedAt }: ManualRequestLook,
): Promise<ManualRequestReport> {
  const { asked, before } = round;
  const { actor, correlation } = asked;
  const { records } = before;
  const { account } = snapshot.facts;
  const held = limitsByHand(effective);
  const known = memoryOfPool(before.state.memory, snapshot.facts);
  const look = { ...{ ...asked, ...madeFor(asked, records), ...held, now }, choice: asked.nodes, pool: snapshot };
  const { held: kept } = planManualRequest({ ...look, memory: known, shared: [] });
  // They are in the memory from the beginning, because no act would show them if this process died.
  const memory = rememberHeld(known, kept, holdOf({ asked, effective, now }));
  const state = { ...before.state, memory };
  const { result, fenced } = await underFence(ports, { ...fencedFor(round), state, lookedAt }, async (fence) => {
    const plan = planManualRequest({ ...look, memory, shared: await readSharedLimits(ports, account) });
    const context = { actor, pool: snapshot.facts, correlation, policy: held.name };
    const granted = await chargeActs(ports, account, { acts: plannedActs(plan, asked), at: now });
    const acts = await applyPlan(ports, granted.acts, { context, fence });
    const arrivedBy = await ports.clock.now();
    const { waiting } = withWaiting(plan, granted);
    const reason =
      waiting === undefined
        ? await endRequest(ports, asked, { plan, until: untilOf(asked, effective), fence })
        : undefined;
    const after = rememberManualRequest(memory, { asked, effective, acts, now, arrivedBy });
    return { state: { ...state, fingerprint: '', memory: after }, result: { reason, waiting } };
  });
  if (result.waiting !== undefined)
    return waitForBudget(ports, { asked, before: { ...before, ...fenced } }, result.waiting);
  await ports.openRequests.delete(asked);
  return { kind: 'ended', reason: result.reason ?? '' };
}

/** Other pools have used up a shared limit in the meantime. */
function withWaiting(plan: ManualPlan, { waiting, because }: Granted<unknown>): ManualPlan {
  if (waiting === 0) return plan;
  const limit = { acts: 0, because, resumesAt: undefined };
  return { ...plan, waiting: plan.waiting ?? { nodes: waiting, limit } };
}

/** The nodes that were acted on for the request in earlier rounds, and how many of these acts Batch accepted. */
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
  { asked, before }: Round,
  { nodes, limit }: NonNullable<ManualPlan['waiting']>,
): Promise<ManualRequestReport> {
  // A budget is for one evaluation, and evaluations are a tick apart.
  const next = (await ports.clock.now()).add({ minutes: 1 });
  const { resumesAt } = limit;
  const notBefore = resumesAt !== undefined && isBefore(next, resumesAt) ? resumesAt : next;
  return wait(ports, { asked: { ...asked, notBefore }, before }, `${nodes} more nodes: ${limit.because}`);
}

/** Queues the next round of the request, unless its deadline has passed. @throws FenceLost */
async function wait(ports: ActOnPoolPorts, round: Round, what: string): Promise<ManualRequestReport> {
  return isBefore(await ports.wallClock.now(), round.asked.deadline)
    ? sendAgain(ports, round.asked, what)
    : end(ports, round, `given up waiting for ${what}`);
}

/** Queues the next round of the request with a visibility delay. */
async function sendAgain(
  ports: ActOnPoolPorts,
  asked: QueuedAct,
  what: string,
): Promise<ManualRequestReport & { readonly kind: 'waiting' }> {
  // The message last: if anything fails after it, the host delivers the old message again, and there are two from then on.
  await ports.openRequests.put({ ...asked, sentAt: await ports.wallClock.now() });
  await ports.acts.send(asked, A_WHILE);
  return { kind: 'waiting', reason: what };
}

/**
 * Queues the next round of a request that a service keeps from being carried out: the host gives up a message that fails five
 * times within a minute. @throws the failure, if the deadline has passed
 */
async function waitOut(ports: ActOnPoolPorts, asked: QueuedAct, failure: AppError): Promise<ManualRequestReport> {
  const sentAt = await ports.wallClock.now();
  if (!isBefore(sentAt, asked.deadline)) throw failure;
  // While the tables are down the sweep takes the message for lost, and sends another one afterwards: it changes nothing.
  await ports.openRequests.put({ ...asked, sentAt }).catch(() => undefined);
  await ports.acts.send(asked, IN_AN_OUTAGE);
  return { kind: 'waiting', reason: describeError(failure) };
}

/** Ends a request without acting. @throws FenceLost */
async function end(ports: ActOnPoolPorts, round: Round, because: string): Promise<ManualRequestReport> {
  const reason = await endUnderFence(ports, round, because);
  await ports.openRequests.delete(round.asked);
  return { kind: 'ended', reason };
}
