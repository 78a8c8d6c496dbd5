import { Temporal } from 'temporal-polyfill';
import { evaluationRecovered } from '../../core/audit/events.ts';
import { inheritedActs } from '../../core/audit/inherited-acts.ts';
import { rememberInherited } from '../../core/plan/remember-inherited.ts';
import type { PoolName } from '../../core/pool/pool-name.ts';
import type { HasAuditReader, HasAuditWriter } from '../../ports/audit.ts';
import type { HasBatchReader } from '../../ports/batch.ts';
import type { HasWallClock } from '../../ports/clock.ts';
import type { FencedPoolState, HasPoolStates, PoolState } from '../../ports/pool-states.ts';
import { recordsOf } from '../audit/records-of.ts';
import type { DocumentSources } from '../documents/read-documents.ts';
import { closeOpenIntents } from './close-open-intents.ts';
import { underFence } from './fence.ts';
import { isConfigured } from './is-configured.ts';
import { rememberInheritedRequest } from './remember-inherited-request.ts';

/** The ports that recoverPool uses. */
export type RecoverPoolPorts = DocumentSources &
  HasAuditReader &
  HasAuditWriter &
  HasBatchReader &
  HasPoolStates &
  HasWallClock;

/** The actor that recovers a pool, and the state that was read. */
export interface Recovery {
  readonly pool: PoolName;
  readonly actor: string;
  readonly correlation: string;
  readonly fenced: FencedPoolState;
}

/** A pool whose memory includes all earlier acts. */
export interface Recovered {
  readonly fenced: FencedPoolState;
  /** How many intents were closed. */
  readonly closed: number;
}

/** A tick that died does not count as evaluated. */
const NEVER = Temporal.Instant.fromEpochMilliseconds(0);

/**
 * Finds out the acts of an evaluation or request that died, before anything is decided. The records in the audit log are added
 * to the memory as that process would have done, and intents without an outcome are closed by the states of their nodes.
 * @throws FenceLost if another is faster
 */
export async function recoverPool(
  ports: RecoverPoolPorts,
  { pool, actor, correlation, fenced: before }: Recovery,
): Promise<Recovered> {
  const { acting, memory } = before.state;
  if (acting === undefined) return { fenced: before, closed: 0 };
  const nodes = isConfigured(ports, pool.account) ? ((await ports.batch.listNodes(pool)) ?? []) : undefined;
  // Under the fence of the dead process: if this one fails, it leaves the state as it was.
  const { fenced, result } = await underFence(ports, { ...before, actor: acting }, async ({ hold }) => {
    const context = { at: await ports.clock.now(), actor, pool, correlation, policy: undefined };
    // Before its records are read: if that process is only slow, its next append finds the chain moved, and fails.
    await ports.audit.append([evaluationRecovered(context, acting.correlation)], { stillMay: hold });
    // A recovery that has stood still must not answer intents that another one has answered since.
    const left = { pool, correlation: acting.correlation, nodes, actor, stillMay: hold };
    const closed = await closeOpenIntents(ports, left);
    const records = (await recordsOf(ports, pool, acting.correlation)).toReversed();
    const acts = inheritedActs(records, acting.remembered);
    const known = rememberInherited(memory, acts);
    const remembered = await rememberInheritedRequest(ports, known, { pool, records, acts });
    return {
      state: { ...before.state, tick: NEVER, fingerprint: '', memory: remembered },
      result: { closed: closed.length },
    };
  });
  return { fenced, ...result };
}

/**
 * How many acts under a correlation the memory of a pool has. An earlier delivery of the same message may have died, and another
 * process may have found out its acts; until an evaluation completes, the state shows that there was a recovery.
 */
export async function rememberedActs(
  ports: HasAuditReader,
  { tick, ...pool }: PoolState,
  correlation: string,
): Promise<number> {
  if (!tick.equals(NEVER)) return 0;
  return (await recordsOf(ports, pool, correlation)).filter(({ phase }) => phase === 'intent').length;
}
