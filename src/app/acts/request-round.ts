import { Temporal } from 'temporal-polyfill';
import type { AuditRecord } from '../../core/audit/record.ts';
import { NO_MEMORY } from '../../core/memory/memory.ts';
import type { PoolName } from '../../core/pool/pool-name.ts';
import type { AskedAct } from '../../ports/act-queue.ts';
import type { Acting, Actor, PoolState } from '../../ports/pool-states.ts';
import { recordsOf } from '../audit/records-of.ts';
import { isHeld, underFence } from '../evaluation/fence.ts';
import { type RecoverPoolPorts, recoverPool } from '../evaluation/recover-pool.ts';
import { endRequest } from './end-request.ts';

/** What is known of a request before a round of it, and of its pool. */
export interface RequestBefore {
  readonly state: PoolState;
  readonly tag: string | undefined;
  readonly records: readonly AuditRecord[];
  /** Has it come to its end? */
  readonly isOver: boolean;
}

/** Somebody else acts on the pool, or has not come to its end. */
export interface Held {
  readonly holder: Acting;
}

/** A round of a request: what is asked for, and what was there before. */
export interface RequestRound<Asked extends AskedAct = AskedAct> {
  readonly asked: Asked;
  readonly before: RequestBefore;
}

/**
 * Reads what a round begins with; the holder while another acts on the pool. The pool is recovered first, and the records are read
 * after the tag of the fence: of two rounds that have read the same the fence lets one act, and end.
 * @throws FenceLost
 */
export async function readRequest(ports: RecoverPoolPorts, asked: AskedAct): Promise<RequestBefore | Held> {
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

/** Under what a round takes the fence. What was done in earlier rounds is remembered already. */
export function fencedFor({ asked: { correlation }, before: { state, tag, records } }: RequestRound) {
  const actor: Actor = { correlation, remembered: records.filter(({ phase }) => phase === 'intent').length };
  return { actor, state, tag };
}

/** Ends a request without acting for it. Gives the sentence that says why. @throws FenceLost */
export async function endUnderFence(ports: RecoverPoolPorts, round: RequestRound, because: string): Promise<string> {
  const { result } = await underFence(ports, fencedFor(round), async (fence) => ({
    state: round.before.state,
    result: await endRequest(ports, round.asked, { because, fence }),
  }));
  return result;
}

/** A pool that was never evaluated has no state yet; no tick of it is over. */
const NEVER = Temporal.Instant.fromEpochMilliseconds(0);

function unknownPool({ account, poolId }: PoolName): PoolState {
  const bare = { nextLook: undefined, acting: undefined, lastPlan: undefined };
  return { account, poolId, tick: NEVER, fingerprint: '', ...bare, memory: NO_MEMORY };
}
