import * as z from 'zod';
import { answerOnce } from '../../app/idempotency/answer-once.ts';
import {
  announceWork,
  deleteOverride,
  getOverride as findOverride,
  listAnnouncements,
  putOverride as overridePool,
  resetCircuit,
  withdrawAnnouncement,
} from '../../app/pools/pool-notes.ts';
import type { PoolName } from '../../core/pool/pool-name.ts';
import { actorOf } from '../caller/actor.ts';
import { historyOf } from '../history-address.ts';
import type { Handler } from '../operation.ts';
import { idempotencyKeyOf } from '../request/idempotency-key.ts';
import { parseBody } from '../request/parse-body.ts';
import { NO_QUERY, POOL_PATH, parsePath, parseQuery } from '../request/parse-params.ts';

/** An announcement in a path. */
export const ANNOUNCEMENT_PATH = POOL_PATH.extend({
  id: z.guid('the id of an announcement is expected').describe('The `id` of the announcement.'),
});

/** PUT of the override of a pool, over whatever was said before: 201 for a new one, 200 for another. */
export const putOverride: Handler = async (request, ports) => {
  const pool = poolIn(request);
  const value = await parseBody(request);
  const { override, created } = await overridePool(ports, { pool, value, actor: actorOf(request) });
  return { status: created ? 201 : 200, jsonBody: override };
};

/** GET of the override of a pool. */
export const getOverride: Handler = async (request, ports) => ({
  jsonBody: await findOverride(ports, poolIn(request)),
});

/** DELETE of the override of a pool. */
export const removeOverride: Handler = async (request, ports) => {
  await deleteOverride(ports, poolIn(request), actorOf(request));
  return { status: 204 };
};

/** POST of work that is to come. */
export const postAnnouncement: Handler = async (request, ports) => {
  const pool = poolIn(request);
  const key = idempotencyKeyOf(request);
  const value = await parseBody(request);
  const actor = actorOf(request);
  const announcement = await answerOnce(ports, { key, actor, what: { announce: nameOf(pool), value } }, (correlation) =>
    announceWork(ports, { pool, value, actor, correlation }),
  );
  const location = `/api/accounts/${pool.account}/pools/${pool.poolId}/announcements/${announcement.id}`;
  return { status: 201, headers: { location }, jsonBody: announcement };
};

/** GET of the work that is announced for a pool. */
export const getAnnouncements: Handler = async (request, ports) => ({
  jsonBody: { announcements: await listAnnouncements(ports, poolIn(request)) },
});

/** DELETE of an announcement. */
export const removeAnnouncement: Handler = async (request, ports) => {
  const { id } = parsePath(request, ANNOUNCEMENT_PATH);
  await withdrawAnnouncement(ports, poolIn(request), { id, actor: actorOf(request) });
  return { status: 204 };
};

/** POST that closes the circuit of the pool's gate at its next evaluation. */
export const postCircuitReset: Handler = async (request, ports) => {
  const pool = poolIn(request);
  const key = idempotencyKeyOf(request);
  const actor = actorOf(request);
  const reset = await answerOnce(ports, { key, actor, what: { resetCircuit: nameOf(pool) } }, (correlation) =>
    resetCircuit(ports, pool, { actor, correlation }),
  );
  return { status: 202, headers: { location: historyOf(reset.correlation) }, jsonBody: reset };
};

/** The same for a pool in any letter case. */
function nameOf({ account, poolId }: PoolName): PoolName {
  return { account, poolId: poolId.toLowerCase() };
}

function poolIn(request: Parameters<Handler>[0]): PoolName {
  const { account, pool } = parsePath(request, POOL_PATH);
  parseQuery(request, NO_QUERY);
  return { account, poolId: pool };
}
