import { Temporal } from 'temporal-polyfill';
import { actRefused, actRequested } from '../../core/audit/request-events.ts';
import { lastingGuard } from '../../core/pool/pool-guard.ts';
import type { PoolFacts } from '../../core/pool/snapshot.ts';
import { describeError } from '../../core/text/describe-error.ts';
import { isBefore } from '../../core/time/instants.ts';
import type { AskedAct, HasActQueue, QueuedAct } from '../../ports/act-queue.ts';
import type { HasAuditReader, HasAuditWriter } from '../../ports/audit.ts';
import type { HasBatchReader } from '../../ports/batch.ts';
import type { HasWallClock } from '../../ports/clock.ts';
import { AppError, type ErrorCode, isOutage } from '../../ports/errors.ts';
import type { HasOpenRequests } from '../../ports/open-requests.ts';
import type { HasOverrides } from '../../ports/pool-notes.ts';
import { requirePool } from '../pools/require-pool.ts';
import { requireNoStop } from '../stop/require-no-stop.ts';
import { fromAsked } from './asked-in-record.ts';

/** A request that could not be carried out for this long, because of budgets or other evaluations, is given up. */
const PATIENCE = Temporal.Duration.from({ hours: 24 });

/** The ports that requestAct uses. */
export type RequestActPorts = HasActQueue &
  HasAuditReader &
  HasAuditWriter &
  HasBatchReader &
  HasOpenRequests &
  HasOverrides &
  HasWallClock;

/**
 * Accepts a request to start or deallocate nodes: validates it, records it and queues it. "Accepted" means no more than that;
 * the outcome is in the audit log under the correlation of the request. A repeated request with the same correlation changes
 * nothing. A valid request that is refused is recorded as well.
 * @throws AppError InvalidRequest, AccountNotFound, PoolNotFound, PoolLeftAlone, EmergencyStopped, NodeNotFound with every
 * fault
 */
export async function requestAct(ports: RequestActPorts, asked: AskedAct): Promise<void> {
  const facts = await requireActable(ports, asked).catch((error: unknown) => recordRefusal(ports, asked, error));
  const { account, poolId } = facts;
  const { action, reason, actor, correlation, at } = asked;
  const sentAt = await ports.wallClock.now();
  const deadline = sentAt.add(PATIENCE);
  // First, so that the sweep finds a request whose message is lost.
  await ports.openRequests.put({ ...asked, pool: facts, sentAt, deadline });
  if (!(await isRequested(ports, asked))) {
    const context = { at, actor, pool: facts, correlation };
    await ports.audit.append([actRequested(context, { action, reason, what: fromAsked(asked) })]);
  }
  // Sent again even if the request was recorded before: the earlier call may have died before it sent the message. The request
  // is carried out once in any case.
  await sendUnlessDown(ports, { ...asked, pool: { account, poolId }, deadline });
}

/** Refusals of valid requests, and whether the pool exists. A request that is not valid changes nothing, the audit log included. */
const RECORDED: ReadonlyMap<ErrorCode, boolean> = new Map([
  ['AccountNotFound', false],
  ['PoolNotFound', false],
  ['PoolLeftAlone', true],
  ['EmergencyStopped', true],
  ['NodeNotFound', true],
]);

/** @throws the refusal; AppError StorageUnavailable if it cannot be recorded */
async function recordRefusal(ports: HasAuditWriter, asked: AskedAct, error: unknown): Promise<never> {
  const isPoolKnown = error instanceof AppError ? RECORDED.get(error.code) : undefined;
  if (isPoolKnown !== undefined) {
    const { pool, action, actor, correlation, at, reason } = asked;
    const what = { ...fromAsked(asked), reason };
    const refused = { action, reason: describeError(error), what, isPoolKnown };
    await ports.audit.append([actRefused({ at, actor, pool, correlation }, refused)]);
  }
  throw error;
}

/**
 * Queues a request that is recorded. If the queue is down, the request is accepted nevertheless, because the sweep queues it
 * later. A person who was refused would ask again, and both requests would be carried out.
 */
async function sendUnlessDown({ acts }: HasActQueue, act: QueuedAct): Promise<void> {
  try {
    await acts.send(act);
  } catch (error) {
    if (!isOutage(error)) throw error;
  }
}

/**
 * Validates a request before it is accepted.
 * @throws AppError InvalidRequest, AccountNotFound, PoolNotFound, PoolLeftAlone, EmergencyStopped, NodeNotFound with every
 * fault
 */
export async function requireActable(
  ports: HasBatchReader & HasOverrides,
  asked: Pick<AskedAct, 'pool' | 'nodes' | 'until' | 'at' | 'despiteStop'>,
): Promise<PoolFacts> {
  requireSensibleEnd(asked);
  const facts = await requirePool(ports, asked.pool);
  await requireNoStop(ports, asked);
  const guard = lastingGuard(facts);
  if (guard !== undefined)
    throw new AppError('PoolLeftAlone', `No node of the pool '${facts.poolId}' is touched: ${guard}.`);
  await requireNodes(ports, asked);
  return facts;
}

/** Nobody remembers the reason for longer than this. A permanent wish belongs in a schedule. */
const LONGEST_DAYS = 366;

function requireSensibleEnd({ until, at }: Pick<AskedAct, 'until' | 'at'>): void {
  if (until === undefined) return;
  if (!isBefore(at, until)) throw wrongEnd(`it is in the past: it is now ${at}`);
  if (isBefore(at.add({ hours: LONGEST_DAYS * 24 }), until)) throw wrongEnd(`at most ${LONGEST_DAYS} days from now`);
}

function wrongEnd(message: string): AppError {
  const faults = [{ path: '$.until', message }];
  return new AppError('InvalidRequest', 'The request is not valid: nothing was done.', { faults });
}

async function isRequested({ audit }: HasAuditReader, { pool, action, correlation }: AskedAct): Promise<boolean> {
  const { account, poolId } = pool;
  const query = { account, pool: poolId, correlation, action: `${action}.requested`, limit: 1 };
  return (await audit.page(query)).records.length > 0;
}

async function requireNodes(
  { batch }: HasBatchReader,
  { pool, nodes }: Pick<AskedAct, 'pool' | 'nodes'>,
): Promise<void> {
  if (nodes.kind !== 'named') return;
  const listed = new Set((await batch.listNodes(pool))?.map(({ id }) => id.toLowerCase()));
  const faults = nodes.ids.flatMap((id, index) =>
    listed.has(id.toLowerCase()) ? [] : [{ path: `$.nodes[${index}]`, message: `the pool has no node '${id}'` }],
  );
  if (faults.length > 0)
    throw new AppError('NodeNotFound', `Not all nodes are in the pool '${pool.poolId}': nothing was done.`, { faults });
}
