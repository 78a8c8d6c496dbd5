import * as api from '../../api/timeline.ts';
import { poolTimeline } from '../../app/timeline/pool-timeline.ts';
import { toSpan } from '../request/to-instant.ts';
import { type Operation, operation } from '../serving/operation.ts';

export const getPoolTimeline = operation(api.getPoolTimeline).by(async ({ path: { account, pool }, query }, ports) => {
  const { now, span, nodes, knownFrom, on, asked, ...name } = await poolTimeline(ports, {
    account,
    poolId: pool,
    ...toSpan(query),
  });
  return {
    status: 200,
    body: {
      account: name.account,
      pool: name.poolId,
      now: now.toString(),
      from: span.from.toString(),
      to: span.to.toString(),
      nodes,
      knownFrom: knownFrom.toString(),
      on: on.map((point) => ({ at: point.at.toString(), nodes: point.on })),
      requested: asked.map(({ at, min, max, because }) => ({ at: at.toString(), min, max: max ?? null, because })),
    },
  };
});

/** The operations on pools over time. */
export const TIMELINE: readonly Operation[] = [getPoolTimeline];
