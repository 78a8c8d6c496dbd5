import { actReleased } from '../../core/audit/request-events.ts';
import { heldFor, withoutHeld } from '../../core/plan/remember-manual-acts.ts';
import type { AskedAct, RequestName } from '../../ports/act-queue.ts';
import type { HasClock } from '../../ports/clock.ts';
import type { HasPoolStates } from '../../ports/pool-states.ts';
import { underFence } from '../evaluation/fence.ts';
import type { RecoverPoolPorts } from '../evaluation/recover-pool.ts';
import { fencedFor, readRequest } from './request-round.ts';

/** A request of a person, and when it was made. */
export type RequestMade = RequestName & Pick<AskedAct, 'at'>;

/** The nodes for which a request still holds. */
export async function nodesHeldFor(
  { poolStates, clock }: HasClock & HasPoolStates,
  { pool, action, actor: by, at: askedAt }: RequestMade,
): Promise<readonly string[]> {
  const [fenced, now] = await Promise.all([poolStates.get(pool), clock.now()]);
  return fenced === undefined ? [] : heldFor(fenced.state.memory, { action, by, askedAt, now });
}

/**
 * Ends what a request holds, so that rules decide about its nodes again, and records it.
 * @returns whether it has ended; not if another process is acting on the pool
 * @throws FenceLost if another process was faster
 */
export async function releaseRequest(
  ports: RecoverPoolPorts,
  asked: RequestMade,
  { actor, because }: { readonly actor: string; readonly because: string },
): Promise<boolean> {
  const before = await readRequest(ports, asked);
  if ('holder' in before) return false;
  const { pool, action, correlation, actor: by, at: askedAt } = asked;
  await underFence(ports, fencedFor({ asked, before }), async ({ hold }) => {
    const now = await ports.clock.now();
    const { memory } = before.state;
    const nodes = heldFor(memory, { action, by, askedAt, now });
    const context = { at: now, actor, pool, correlation };
    await ports.audit.append([actReleased(context, { action, reason: because, nodes: nodes.length })], {
      stillMay: hold,
    });
    const state = { ...before.state, fingerprint: '', memory: withoutHeld(memory, { action, by, askedAt, now }) };
    return { state, result: undefined };
  });
  return true;
}
