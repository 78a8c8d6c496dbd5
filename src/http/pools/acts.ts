import type { HttpRequest } from '@azure/functions';
import { Temporal } from 'temporal-polyfill';
import * as z from 'zod';
import { requestAct } from '../../app/acts/request-act.ts';
import { answerOnce } from '../../app/idempotency/answer-once.ts';
import type { PowerAct } from '../../core/pool/act.ts';
import { INSTANT } from '../../documents/fields/fields.ts';
import {
  ALL_NODES,
  isSaidOnce,
  NAMED_NODES,
  NODE_COUNT,
  SAID_ONCE,
  toNodeChoice,
} from '../../documents/fields/node-choice.ts';
import { parseWith } from '../../documents/fields/parsed.ts';
import { NOTE } from '../../documents/overrides/override-document.ts';
import { AppError } from '../../ports/errors.ts';
import { actorOf } from '../caller/actor.ts';
import { historyOf } from '../history-address.ts';
import type { Handler } from '../operation.ts';
import { idempotencyKeyOf } from '../request/idempotency-key.ts';
import { parseBody } from '../request/parse-body.ts';
import { NO_QUERY, POOL_PATH, parsePath, parseQuery } from '../request/parse-params.ts';

/** What somebody asks for: which nodes, why, and until when. */
export const ACT_BODY = z
  .strictObject(
    {
      nodes: NAMED_NODES.optional(),
      count: NODE_COUNT.optional(),
      all: ALL_NODES.optional(),
      reason: NOTE.unwrap().min(1, 'say why: people read it later'),
      until: INSTANT.optional(),
    },
    'an act such as { "count": 2, "reason": "the long render" } is expected',
  )
  .refine(isSaidOnce, SAID_ONCE);

/** POST of a wish that nodes be started, or deallocated: it is taken, and carried out soon. */
export function postAct(action: PowerAct): Handler {
  return async (request: HttpRequest, ports) => {
    const { account, pool } = parsePath(request, POOL_PATH);
    parseQuery(request, NO_QUERY);
    const key = idempotencyKeyOf(request);
    const value = await parseBody(request);
    const actor = actorOf(request);
    const what = { action, account, pool: pool.toLowerCase(), value };
    const answer = await answerOnce(ports, { key, actor, what }, async (correlation) => {
      const at = await ports.clock.now();
      await requestAct(ports, { pool: { account, poolId: pool }, ...readAct(value), action, actor, correlation, at });
      return { status: 'accepted', action, account, pool, correlation, history: historyOf(correlation) };
    });
    return { status: 202, headers: { location: answer.history }, jsonBody: answer };
  };
}

function readAct(value: unknown) {
  const parsed = parseWith(ACT_BODY, value);
  if (!parsed.ok)
    throw new AppError('InvalidRequest', 'The request is not valid: nothing was done.', { faults: parsed.faults });
  const { until, reason } = parsed.value;
  return {
    nodes: toNodeChoice(parsed.value),
    reason,
    until: until === undefined ? undefined : Temporal.Instant.from(until),
  };
}
