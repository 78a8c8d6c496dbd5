import type { HttpRequest } from '@azure/functions';
import { Temporal } from 'temporal-polyfill';
import * as z from 'zod';
import { requestAct } from '../../app/acts/request-act.ts';
import { INSTANT } from '../../app/documents/fields.ts';
import { NOTE } from '../../app/documents/override-document.ts';
import { parseWith } from '../../app/documents/parsed.ts';
import { AppError } from '../../app/errors.ts';
import { answerOnce } from '../../app/once/answer-once.ts';
import type { PowerAct } from '../../core/pool/decision.ts';
import type { NodeChoice } from '../../core/pool/plan-by-hand.ts';
import { isBefore } from '../../core/time/instants.ts';
import { actorOf } from '../caller/actor.ts';
import { historyOf } from '../history-address.ts';
import type { Handler } from '../operation.ts';
import { idempotencyKeyOf } from '../request/idempotency-key.ts';
import { parseBody } from '../request/parse-body.ts';
import { NO_QUERY, NODE, POOL_PATH, parsePath, parseQuery } from '../request/parse-params.ts';

const MOST_NAMED = 1000;
const LONGEST_DAYS = 366;

/** What somebody asks for: which nodes, why, and until when. */
export const ACT_BODY = z
  .strictObject(
    {
      nodes: z
        .array(NODE, 'a list of node ids is expected')
        .min(1, 'the id of a node is expected')
        .max(MOST_NAMED, `at most ${MOST_NAMED} nodes`)
        .optional(),
      count: z.int('a number of nodes is expected').min(1, 'at least one node').max(1_000_000).optional(),
      all: z.literal(true, 'true is expected, or nothing').optional(),
      reason: NOTE.unwrap().min(1, 'say why: people read it later'),
      until: INSTANT.optional(),
    },
    'an act such as { "count": 2, "reason": "the long render" } is expected',
  )
  .refine(
    ({ nodes, count, all }) => [nodes, count, all].filter((one) => one !== undefined).length === 1,
    'one of nodes, count and all is expected',
  );

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
      const { until, nodes, reason } = readAct(value, at);
      await requestAct(ports, {
        pool: { account, poolId: pool },
        ...{ action, nodes, reason, until, actor, correlation, at },
      });
      return { status: 'accepted', action, account, pool, correlation, history: historyOf(correlation) };
    });
    return { status: 202, headers: { location: answer.history }, jsonBody: answer };
  };
}

interface ReadAct {
  readonly nodes: NodeChoice;
  readonly reason: string;
  readonly until: Temporal.Instant | undefined;
}

function readAct(value: unknown, now: Temporal.Instant): ReadAct {
  const parsed = parseWith(ACT_BODY, value);
  if (!parsed.ok)
    throw new AppError('InvalidRequest', 'The request is not valid: nothing was done.', { faults: parsed.faults });
  const { nodes, count, reason } = parsed.value;
  const until = parsed.value.until === undefined ? undefined : Temporal.Instant.from(parsed.value.until);
  const fault = until && untilFault(until, now);
  if (fault !== undefined) {
    const faults = [{ path: '$.until', message: fault }];
    throw new AppError('InvalidRequest', 'The request is not valid: nothing was done.', { faults });
  }
  if (nodes !== undefined) return { nodes: { kind: 'named', ids: nodes }, reason, until };
  return { nodes: count === undefined ? { kind: 'all' } : { kind: 'count', count }, reason, until };
}

function untilFault(until: Temporal.Instant, now: Temporal.Instant): string | undefined {
  if (!isBefore(now, until)) return `it is over: now is ${now}`;
  return isBefore(now.add({ hours: LONGEST_DAYS * 24 }), until) ? `at most ${LONGEST_DAYS} days from now` : undefined;
}
