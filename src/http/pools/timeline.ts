import * as z from 'zod';
import { poolTimeline } from '../../app/timeline/pool-timeline.ts';
import { ACCOUNT, POOL } from '../../documents/fields/azure-names.ts';
import type { Handler } from '../operation.ts';
import { INSTANT_PARAM, parsePath, parseQuery } from '../request/parse-params.ts';

/** Which pool. */
export const TIMELINE_PATH = z.object({ account: ACCOUNT, pool: POOL });

/** Over which time. */
export const TIMELINE_QUERY = z.strictObject({ from: INSTANT_PARAM.optional(), to: INSTANT_PARAM.optional() });

/** GET of a pool over time: how many nodes were on, and how many are asked for. */
export const getTimeline: Handler = async (request, ports) => {
  const { account, pool } = parsePath(request, TIMELINE_PATH);
  const span = parseQuery(request, TIMELINE_QUERY);
  const timeline = await poolTimeline(ports, { account, poolId: pool, ...span });
  return {
    jsonBody: {
      account: timeline.account,
      pool: timeline.poolId,
      now: timeline.now.toString(),
      from: timeline.span.from.toString(),
      to: timeline.span.to.toString(),
      nodes: timeline.nodes,
      on: timeline.on.map(({ at, on }) => ({ at: at.toString(), nodes: on })),
      asked: timeline.asked.map(({ at, min, max, because }) => ({
        at: at.toString(),
        min,
        max: max ?? null,
        because,
      })),
    },
  };
};
