import * as api from '../api/account-health.ts';
import { type AccountHealth, describeAccountHealth } from '../app/health/describe-account-health.ts';
import { type Operation, operation } from './serving/operation.ts';

/** 200 if no pool fails, 503 if one does, so that a monitor needs only the status. */
export const getAccountHealth = operation(api.getAccountHealth).by(async ({ path: { account } }, ports) => {
  const health = await describeAccountHealth(ports, account);
  return { status: health.status === 'fail' ? 503 : 200, body: toView(account, health) };
});

/** The operation on the health of an account. */
export const ACCOUNT_HEALTH: readonly Operation[] = [getAccountHealth];

function toView(account: string, { at, status, pools }: AccountHealth) {
  const time = at.toString();
  return {
    status,
    description: `health of the account ${account}`,
    time,
    output: outputOf(pools),
    checks: Object.fromEntries(
      pools.map(({ poolId, status: of, output }) => [`pool:${poolId}`, [{ status: of, output, time }]]),
    ),
  };
}

function outputOf(pools: AccountHealth['pools']): string {
  if (pools.length === 0) return 'no pool has a policy';
  return (['fail', 'warn', 'pass'] as const)
    .map((status) => [pools.filter((pool) => pool.status === status).length, VERBS[status]] as const)
    .filter(([count]) => count > 0)
    .map(([count, [one, many]]) => (count === 1 ? `1 pool ${one}` : `${count} pools ${many}`))
    .join(', ');
}

const VERBS = { fail: ['fails', 'fail'], warn: ['warns', 'warn'], pass: ['passes', 'pass'] } as const;
