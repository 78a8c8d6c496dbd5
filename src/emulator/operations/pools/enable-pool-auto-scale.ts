import * as z from 'zod';
import { EVALUATION_INTERVAL } from '../../bodies/pool-schema.ts';
import { BatchError } from '../../http/batch-error.ts';
import { requireConditions } from '../../http/conditions.ts';
import { entityHeaders } from '../../http/entity-headers.ts';
import { lookupPool } from '../../http/lookup.ts';
import type { Operation } from '../../http/operation.ts';
import { readBody } from '../../http/read-body.ts';
import { enableAutoScale } from '../../life/pool-change.ts';
import { checkFormula } from '../../rules/formula-rules.ts';
import { requireSteady } from '../../rules/pool-state-rules.ts';
import type { Pool, World } from '../../world/world.ts';

const BODY = z.strictObject({
  autoScaleFormula: z.string().min(1).optional(),
  autoScaleEvaluationInterval: EVALUATION_INTERVAL.optional(),
});

/**
 * POST /pools/{poolId}/enableautoscale (api-version 2025-06-01)
 * https://learn.microsoft.com/rest/api/batchservice/pools/enable-pool-auto-scale
 */
export const enablePoolAutoScale: Operation = {
  name: 'Pools_EnablePoolAutoScale',
  plane: 'data',
  method: 'POST',
  path: '/pools/{poolId}/enableautoscale',
  handle: ({ path, headers, body }, { account, world }) => {
    const pool = lookupPool(account, path);
    requireConditions(headers, pool);
    const { autoScaleFormula, autoScaleEvaluationInterval } = readBody(body, BODY);
    checkFormula(autoScaleFormula);
    // "You cannot enable automatic scaling on a Pool if a resize operation is in progress on the Pool." (same page)
    requireSteady(pool);
    requirePause(world, pool);
    const present = pool.settings.scaleSettings?.autoScale;
    const formula = autoScaleFormula ?? present?.formula;
    // "If automatic scaling of the Pool is currently disabled, you must specify a valid autoscale formula" (same page)
    if (formula === undefined) throw new BatchError('MissingRequiredProperty', ['PropertyName', 'autoScaleFormula']);
    enableAutoScale(world, pool, {
      formula,
      evaluationInterval: autoScaleEvaluationInterval ?? present?.evaluationInterval ?? 'PT15M',
    });
    return { status: 200, headers: entityHeaders(pool) };
  },
};

/** "You cannot call this API for the same Pool more than once every 30 seconds." (same page) */
function requirePause({ now }: World, { autoScaleEnabledAt }: Pool): void {
  const isTooSoon = autoScaleEnabledAt !== undefined && autoScaleEnabledAt.until(now).total('seconds') < 30;
  if (isTooSoon) throw new BatchError('TooManyEnableAutoScaleRequests');
}
