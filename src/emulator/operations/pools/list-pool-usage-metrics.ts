import type { Temporal } from 'temporal-polyfill';
import { BatchError } from '../../http/batch-error.ts';
import type { Operation } from '../../http/operation.ts';
import { instantIn } from '../../inputs/time-schemas.ts';
import { intervalStart, usageOf } from '../../life/usage.ts';
import { type Filterable, TEXT } from '../../odata/filter.ts';
import { listAnswer } from '../../odata/listing.ts';
import { toWireUsage } from '../../views/usage-view.ts';

const FILTERABLE: Filterable = { poolId: TEXT };

/** The names of both parameters are written `startTime` and `endtime`; they are read in any letter case. */
function instantOf(query: Readonly<Record<string, string>>, name: string): Temporal.Instant | undefined {
  const [key, text] = Object.entries(query).find(([given]) => given.toLowerCase() === name) ?? [];
  if (key === undefined || text === undefined) return undefined;
  const instant = instantIn(text);
  if (instant !== undefined) return instant;
  throw new BatchError('InvalidQueryParameterValue', ['QueryParameterName', key], ['QueryParameterValue', text]);
}

/**
 * GET /poolusagemetrics (api-version 2025-06-01)
 * https://learn.microsoft.com/rest/api/batchservice/pools/list-pool-usage-metrics
 */
export const listPoolUsageMetrics: Operation = {
  name: 'Pools_ListPoolUsageMetrics',
  plane: 'data',
  method: 'GET',
  path: '/poolusagemetrics',
  handle: (request, { account, world }) => {
    // "… these filters default to the start and end times of the last aggregation interval currently available". (same page)
    const to = instantOf(request.query, 'endtime') ?? intervalStart(world.now);
    const from = instantOf(request.query, 'starttime') ?? to.subtract({ minutes: 1 });
    const usage = usageOf(world, account, { from, to });
    return listAnswer(request, {
      items: usage.map((one, index) => ({ ...one, ordinal: index + 1 })),
      view: toWireUsage,
      filterable: FILTERABLE,
      collection: 'poolusagemetrics',
      path: '/poolusagemetrics',
      largestPage: 1000,
    });
  },
};
