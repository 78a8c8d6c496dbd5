import * as api from '../../api/pool-creation.ts';
import { checkPoolOnly } from '../../app/pool-check/check-only.ts';
import { createPool } from '../../app/pool-check/create-pool.ts';
import { type Operation, operation } from '../serving/operation.ts';
import { toPoolName } from './pool-name.ts';

export const putPool = operation(api.putPool).by(async ({ path, body: text, caller: { actor } }, ports) => {
  const created = await createPool(ports, { pool: toPoolName(path), text, actor });
  return { status: 201, headers: { location: `/api/accounts/${path.account}/pools/${path.pool}` }, body: created };
});

export const checkPool = operation(api.checkPool).by(async ({ query, body: text }, ports) => {
  const findings = await checkPoolOnly(ports, { text, ...query });
  return { status: 200, body: { ok: !findings.some(({ severity }) => severity === 'error'), findings } };
});

/** The operations that create and check pools. */
export const POOL_CREATION: readonly Operation[] = [putPool, checkPool];
