import { effectivePolicyFor } from '../../core/plan/effective-policy.ts';
import type { PoolName } from '../../core/pool/pool-name.ts';
import type { InputFault } from '../../core/text/input-fault.ts';
import type { HasBatchReader } from '../../ports/batch.ts';
import type { HasClock } from '../../ports/clock.ts';
import { AppError } from '../../ports/errors.ts';
import type { HasReplayQueue } from '../../ports/replay-queue.ts';
import type { HasReplays, ReplayRecord } from '../../ports/replays.ts';
import type { HasRetailPrices } from '../../ports/retail-prices.ts';
import { type DocumentSources, readDocuments } from '../documents/read-documents.ts';
import { requirePool } from '../pools/require-pool.ts';
import { askedPolicies, savedDocument } from './asked-policies.ts';

/** Policies by id or as documents; without any, the pool's own policy is tried. */
export interface ReplayRequest {
  readonly pool: PoolName;
  readonly days: number;
  readonly timeZone: string;
  readonly policies: readonly unknown[] | undefined;
  readonly schedules: readonly unknown[];
  readonly recommend: boolean;
  readonly actor: string;
  /** The id of the replay; the same request again has the same id. */
  readonly id: string;
}

/** The ports that requestReplay uses. */
export type RequestReplayPorts = DocumentSources &
  HasBatchReader &
  HasClock &
  HasReplayQueue &
  HasReplays &
  HasRetailPrices;

/** A replay that has not ended after this time does not block another one. */
const GIVEN_UP_AFTER_MS = 3_600_000;

/**
 * Accepts a request to try policies on the recorded demand of a pool, and queues it. A pool has one replay at a time.
 * @throws AppError AccountNotFound, PoolNotFound, InvalidRequest, ReplayUnderWay
 */
export async function requestReplay(ports: RequestReplayPorts, request: ReplayRequest): Promise<ReplayRecord> {
  const facts = await requirePool(ports, request.pool);
  const known = await ports.replays.get(request.id);
  if (known !== undefined) {
    // Sent again, because the earlier call may have died before it sent the message. No policy is tried twice.
    await ports.replayQueue.send(request.id);
    return known.replay;
  }
  const now = await ports.clock.now();
  const effective = effectivePolicyFor(facts, await readDocuments(ports, now));
  const inForce = effective.kind === 'policy' ? effective.policy : undefined;
  const { asked, faults } = await askedPolicies(ports, request, inForce?.id);
  if (faults.length > 0)
    throw new AppError('InvalidRequest', 'The request is not valid.', { faults: namedOnce(faults) });
  await requireNoneUnderWay(ports, { pool: facts, id: request.id }, now.epochMilliseconds);
  const { id, days, timeZone, recommend, actor } = request;
  const replay: ReplayRecord = {
    id,
    account: facts.account,
    poolId: facts.poolId,
    status: 'waiting',
    requestedAt: now.epochMilliseconds,
    actor,
    days,
    timeZone,
    asked,
    recommend,
    inForce: inForce && (await savedDocument(ports, 'policies', inForce.id)),
    price: inForce?.price ?? (facts.machine && (await ports.retailPrices.priceOf(facts.machine))),
    policies: undefined,
    demand: undefined,
    pool: undefined,
    leastHours: undefined,
    results: [],
    recommendation: undefined,
    problem: undefined,
  };
  await ports.replays.create(replay);
  await ports.replayQueue.send(id);
  return replay;
}

async function requireNoneUnderWay(
  { replays, replayQueue }: HasReplays & HasReplayQueue,
  { pool, id }: Pick<ReplayRequest, 'pool' | 'id'>,
  now: number,
): Promise<void> {
  const last = await replays.lastOf(pool);
  if (last === undefined || last.status === 'done' || last.status === 'failed') return;
  // A concurrent call of the same request has created it since this one looked.
  if (last.id === id) return;
  if (now - last.requestedAt > GIVEN_UP_AFTER_MS) return;
  // Its message may never have been sent. Then it would wait, and block others, until it is given up.
  if (last.status === 'waiting') await replayQueue.send(last.id);
  throw new AppError(
    'ReplayUnderWay',
    `The replay ${last.id} of the pool '${pool.poolId}' has not come to its end: GET /api/replays/${last.id} shows how far it is.`,
  );
}

function namedOnce(faults: readonly InputFault[]): readonly InputFault[] {
  return [...new Map(faults.map((fault) => [`${fault.path} ${fault.message}`, fault])).values()];
}
