import * as z from 'zod';
import type { WireAutoScaleRun } from '../../../wire/pool.ts';
import { entityHeaders } from '../../http/entity-headers.ts';
import { lookupPool } from '../../http/lookup.ts';
import type { Operation } from '../../http/operation.ts';
import { readBody } from '../../http/read-body.ts';
import { checkFormula } from '../../rules/formula-rules.ts';
import { requireActive, requireAutoScale } from '../../rules/pool-state-rules.ts';
import { nodesOf } from '../../views/pool-view.ts';
import { toWireTime } from '../../world/wire-time.ts';
import type { Pool } from '../../world/world.ts';

const BODY = z.strictObject({ autoScaleFormula: z.string().min(1) });

/**
 * POST /pools/{poolId}/evaluateautoscale (api-version 2025-06-01)
 * https://learn.microsoft.com/rest/api/batchservice/pools/evaluate-pool-auto-scale
 *
 * On purpose: the formula is not computed. The answer is that of a formula which wants what is there.
 */
export const evaluatePoolAutoScale: Operation = {
  name: 'Pools_EvaluatePoolAutoScale',
  plane: 'data',
  method: 'POST',
  path: '/pools/{poolId}/evaluateautoscale',
  handle: ({ path, body }, { account, world }) => {
    const pool = lookupPool(account, path);
    const { autoScaleFormula } = readBody(body, BODY);
    checkFormula(autoScaleFormula);
    requireActive(pool);
    // "The Pool must have auto scaling enabled in order to evaluate a formula." (same page)
    requireAutoScale(pool, 'enabled');
    const run: WireAutoScaleRun = { timestamp: toWireTime(world.now), results: resultsOf(pool) };
    return { status: 200, headers: entityHeaders(pool), body: run };
  },
};

/** "Each variable value is returned in the form $variable=value, and variables are separated by semicolons." */
function resultsOf(pool: Pool): string {
  const [dedicated, lowPriority] = [nodesOf(pool, 'dedicated'), nodesOf(pool, 'lowPriority')];
  return `$TargetDedicatedNodes=${dedicated};$TargetLowPriorityNodes=${lowPriority};$NodeDeallocationOption=requeue`;
}
