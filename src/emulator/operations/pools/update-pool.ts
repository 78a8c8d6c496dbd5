import * as z from 'zod';
import { ALWAYS_UPDATABLE, UPDATABLE } from '../../bodies/pool-schema.ts';
import { isSince } from '../../http/api-versions.ts';
import { requireConditions } from '../../http/conditions.ts';
import { entityHeaders } from '../../http/entity-headers.ts';
import { lookupPool } from '../../http/lookup.ts';
import type { Operation } from '../../http/operation.ts';
import { readBody } from '../../http/read-body.ts';
import { changeSettings } from '../../life/pool-change.ts';
import { knowledgeOf } from '../../rules/knowledge.ts';
import { changedSettings } from '../../rules/pool-rules.ts';
import { requireActive } from '../../rules/pool-state-rules.ts';
import { toPoolSettings } from '../../views/pool-settings.ts';

/** The specification of 2024-02-01.19.0 has the first, that of 2025-06-01 the second. */
const OLD_BODY = z.strictObject(ALWAYS_UPDATABLE);
const BODY = z.strictObject(UPDATABLE);

/**
 * PATCH /pools/{poolId} (api-version 2025-06-01)
 * https://learn.microsoft.com/rest/api/batchservice/pools/update-pool
 */
export const updatePool: Operation = {
  name: 'Pools_UpdatePool',
  plane: 'data',
  method: 'PATCH',
  path: '/pools/{poolId}',
  handle: ({ path, headers, body, version }, { account, world }) => {
    const pool = lookupPool(account, path);
    requireConditions(headers, pool);
    const change = toPoolSettings(readBody(body, isSince(version, '2024-07-01.20.0') ? BODY : OLD_BODY));
    requireActive(pool);
    const knowledge = knowledgeOf(version);
    changeSettings(world, pool, changedSettings(pool, change, knowledge));
    return { status: 200, headers: entityHeaders(pool) };
  },
};
