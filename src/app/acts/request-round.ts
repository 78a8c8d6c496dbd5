import { Temporal } from 'temporal-polyfill';
import type { AuditRecord } from '../../core/audit/record.ts';
import { NO_MEMORY } from '../../core/memory/memory.ts';
import type { PoolName } from '../../core/pool/pool-name.ts';
import type { RequestName } from '../../ports/act-queue.ts';
import type { Acting, Actor, PoolState } from '../../ports/pool-states.ts';
import { recordsOf } from '../audit/records-of.ts';
import { isHeld, underFence } from '../evaluation/fence.ts';
import { type RecoverPoolPorts, recoverPool } from '../evaluation/recover-pool.ts';
import { endRequest } from './end-request.ts';

/** The request and its pool before a round. */
export interface RequestBefore {
  readonly state: PoolState;
  readonly tag: string | undefined;
  readonly records: readonly AuditRecord[];
  /** Has the request ended? */
  readonly isOver: boolean;
}

/** Another process holds the right to act on the pool. */
export interface Held {
  readonly holder: Acting;
}

/** A round of a request: the request, and the state before the round. */
export interface RequestRound<Asked extends RequestName = RequestName> {
  readonly asked: Asked;
  readonly before: RequestBefore;
}

/**
 * Reads the state with which a round begins; returns the holder if another process is acting on the pool. It recovers the pool
 * first, and reads the audit records after the tag of the fence: if two rounds read the same state, the fence lets only one act
 * and end the request.
 * @throws FenceLost
 */
export async function readRequest(ports: RecoverPoolPorts, asked: RequestName): Promise<RequestBefore | Held> {
  const { pool, action, actor, correlation } = asked;
  const read = await ports.poolStates.get(pool);
  const holder = read?.state.acting;
  if (isHeld(holder, await ports.wallClock.now())) return { holder };
  const fenced = read && (await recoverPool(ports, { pool, actor, correlation, fenced: read })).fenced;
  const records = await recordsOf(ports, pool, correlation);
  return {
    state: fenced?.state ?? unknownPool(pool),
    tag: fenced?.tag,
    records,
    isOver: records.some((record) => record.action === `${action}.ended`),
  };
}

/** The actor under which a round takes the fence. The memory has the acts of earlier rounds already. */
export function fencedFor({ asked: { correlation }, before: { state, tag, records } }: RequestRound) {
  const actor: Actor = { correlation, remembered: records.filter(({ phase }) => phase === 'intent').length };
  return { actor, state, tag };
}

/** Ends a request without acting. @returns the sentence that gives the reason @throws FenceLost */
export async function endUnderFence(ports: RecoverPoolPorts, round: RequestRound, because: string): Promise<string> {
  const { result } = await underFence(ports, fencedFor(round), async (fence) => ({
    state: round.before.state,
    result: await endRequest(ports, round.asked, { because, fence }),
  }));
  return result;
}

/** The time of the last tick for a pool that was never evaluated and has no state. */
const NEVER = Temporal.Instant.fromEpochMilliseconds(0);

function unknownPool({ account, poolId }: PoolName): PoolState {
  const bare = { nextLook: undefined, acting: undefined, lastPlan: undefined };
  return { account, poolId, tick: NEVER, fingerprint: '', ...bare, memory: NO_MEMORY };
}
