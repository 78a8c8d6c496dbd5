import { describe, expect, it } from 'vitest';
import { type Deployment, type Resource, readProjectFile } from './bicep/template.ts';
import { listOf, recordOf, type Value } from './bicep/value.ts';
import { deploymentIn } from './check/check-infra.ts';
import { BATCH_ACCOUNT, SCENARIOS } from './check/scenarios.ts';

/** A deployment with one account, as somebody sets its access. */
function deploymentWith(access: string, builtIn = false): Promise<Deployment> {
  return deploymentIn(readProjectFile, {
    ...SCENARIOS['the least that azd asks for'],
    LAMPLIGHTER_BATCH_ACCOUNTS: JSON.stringify([{ resourceId: BATCH_ACCOUNT, access }]),
    LAMPLIGHTER_BUILT_IN_ROLES: String(builtIn),
  });
}

function made({ resources }: Deployment, type: string): readonly Resource[] {
  return resources.filter((one) => one.type === `Microsoft.Authorization/${type}` && !one.isExisting);
}

/** What Azure has after several deployments, of which each replaces resources of the same name and deletes nothing. */
function after(deployments: readonly Deployment[], type: string): ReadonlyMap<string, Value> {
  return new Map(
    deployments.flatMap((one) => made(one, type)).map(({ id, body }) => [id, body['properties'] ?? null] as const),
  );
}

function actionsAfter(deployments: readonly Deployment[]): readonly string[] {
  const definitions = [...after(deployments, 'roleDefinitions').values()];
  const permissions = definitions.flatMap((one) => listOf(recordOf(one, 'a role')['permissions'], 'permissions'));
  return permissions.flatMap((one) => listOf(recordOf(one, 'permissions')['actions'], 'actions').map(String));
}

describe('a deployment that changes the access to an account', () => {
  it('takes the right to operate away again', async () => {
    const operate = await deploymentWith('operate');
    const observe = await deploymentWith('observe');
    expect(actionsAfter([operate])).toContain('Microsoft.Batch/batchAccounts/pools/write');
    expect(actionsAfter([operate, observe])).toEqual(actionsAfter([observe]));
  });

  it('gives no existing assignment another role, which Azure refuses', async () => {
    const roles = new Map<string, Set<Value>>();
    for (const builtIn of [false, true])
      for (const access of ['observe', 'operate'])
        for (const { id, body } of made(await deploymentWith(access, builtIn), 'roleAssignments')) {
          const { roleDefinitionId = null } = recordOf(body['properties'], 'an assignment');
          roles.set(id, (roles.get(id) ?? new Set()).add(roleDefinitionId));
        }
    expect([...roles].filter(([, given]) => given.size > 1)).toEqual([]);
  });
});

it('accounts of the same name in two regions have roles of different names, which must be unique in the tenant', async () => {
  const accounts = [
    { resourceId: BATCH_ACCOUNT },
    { resourceId: BATCH_ACCOUNT.replace('rg-batch', 'rg-us'), name: 'demous' },
  ];
  const deployment = await deploymentIn(readProjectFile, {
    ...SCENARIOS['the least that azd asks for'],
    LAMPLIGHTER_BATCH_ACCOUNTS: JSON.stringify(accounts),
  });
  const names = made(deployment, 'roleDefinitions').map(
    ({ body }) => recordOf(body['properties'], 'a role')['roleName'],
  );
  expect(names).toHaveLength(2);
  expect(new Set(names.map(String)).size).toBe(2);
});

it('an identity of pools of several accounts is given to the app once', async () => {
  const identity =
    '/subscriptions/22222222-2222-4222-8222-222222222222/resourceGroups/rg-batch/providers/Microsoft.ManagedIdentity/userAssignedIdentities/render';
  const accounts = [BATCH_ACCOUNT, BATCH_ACCOUNT.replace('demo', 'second')];
  const deployment = await deploymentIn(readProjectFile, {
    ...SCENARIOS['the least that azd asks for'],
    LAMPLIGHTER_BATCH_ACCOUNTS: JSON.stringify(
      accounts.map((resourceId) => ({ resourceId, access: 'operate', poolIdentities: [identity] })),
    ),
  });
  const ids = made(deployment, 'roleAssignments').map(({ id }) => id);
  expect(ids.filter((id) => id.includes('/userAssignedIdentities/'))).toHaveLength(1);
  expect(new Set(ids).size).toBe(ids.length);
});
