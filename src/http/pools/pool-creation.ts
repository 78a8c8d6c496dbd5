import * as z from 'zod';
import { checkPoolOnly } from '../../app/pool-check/check-only.ts';
import { createPool } from '../../app/pool-check/create-pool.ts';
import type { PoolName } from '../../core/pool/pool-name.ts';
import { ACCOUNT, POOL } from '../../documents/fields/azure-names.ts';
import { actorOf } from '../caller/actor.ts';
import type { Handler } from '../operation.ts';
import { readText } from '../request/parse-body.ts';
import { NO_QUERY, POOL_PATH, parsePath, parseQuery } from '../request/parse-params.ts';

/** PUT of a pool that is to be created, from its body on the management plane. */
export const putPool: Handler = async (request, ports) => {
  const { account, pool } = parsePath(request, POOL_PATH);
  parseQuery(request, NO_QUERY);
  const text = await readText(request);
  const created = await createPool(ports, { pool: { account, poolId: pool }, text, actor: actorOf(request) });
  return { status: 201, headers: { location: `/api/accounts/${account}/pools/${pool}` }, jsonBody: created };
};

const API_VERSION = z
  .string()
  .regex(/^\d{4}-\d\d-\d\d(?:-preview)?$/, 'a version of the management plane such as 2024-07-01 is expected')
  .describe(
    'The version of the management plane whose rules count, such as `2024-07-01`; that of the settings without it.',
  );

const EXISTING = z
  .string()
  .describe('A pool that is there, such as `demo/render`, with whose extensions the body is compared.')
  .transform((text, context): PoolName => {
    const [account, poolId, ...more] = text.split('/');
    if (ACCOUNT.safeParse(account).success && POOL.safeParse(poolId).success && more.length === 0) {
      return { account: account ?? '', poolId: poolId ?? '' };
    }
    context.addIssue({ code: 'custom', message: 'an account and a pool such as demo/render are expected' });
    return z.NEVER;
  });

/** What a body is checked for. */
export const POOL_CHECK_QUERY = z.strictObject({ apiVersion: API_VERSION.optional(), existing: EXISTING.optional() });

/** POST of a body to be checked only; what is found is no failure of the request. */
export const postPoolCheck: Handler = async (request, ports) => {
  const query = parseQuery(request, POOL_CHECK_QUERY);
  const findings = await checkPoolOnly(ports, { text: await readText(request), ...query });
  return { jsonBody: { ok: !findings.some(({ severity }) => severity === 'error'), findings } };
};
