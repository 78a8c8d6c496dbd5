import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { batchAccounts } from '../../src/adapters/batch/batch-accounts.ts';
import { createArmClient } from '../../src/adapters/batch/management/arm-client.ts';
import type { Batch } from '../../src/ports/batch.ts';
import { EmulatedAccount } from '../support/emulated-account.ts';
import { LINUX } from '../support/pool-bodies.ts';

const CORRELATION = '11111111-2222-3333-4444-555555555555';

const READ = 'Microsoft.Batch/batchAccounts/pools/read';
const WRITE = 'Microsoft.Batch/batchAccounts/pools/write';
const JOBS = 'Microsoft.Batch/batchAccounts/jobs/read';
const JOB_SCHEDULES = 'Microsoft.Batch/batchAccounts/jobSchedules/read';
const ACCOUNT = 'Microsoft.Batch/batchAccounts/read';

/**
 * The action that Azure asks for each operation.
 * assumed: nodes are checked as their pool is, because no action for single nodes of a pool is listed, and the action checked
 * for start and deallocate is not documented. https://learn.microsoft.com/azure/batch/batch-role-based-access-control
 */
const ACTIONS: Readonly<Record<string, string>> = {
  BatchAccount_Get: ACCOUNT,
  BatchAccount_List: ACCOUNT,
  Pools_ListPools: READ,
  Pools_GetPool: READ,
  Pool_Get: READ,
  Pool_Create: WRITE,
  Pools_ListPoolNodeCounts: READ,
  Nodes_ListNodes: READ,
  Nodes_GetNode: READ,
  Nodes_ListNodeExtensions: READ,
  Nodes_GetNodeExtension: READ,
  Nodes_StartNode: WRITE,
  Nodes_DeallocateNode: WRITE,
  Nodes_DisableNodeScheduling: WRITE,
  Nodes_RebootNode: WRITE,
  Nodes_ReimageNode: WRITE,
  Pools_RemoveNodes: WRITE,
  Jobs_ListJobs: JOBS,
  Jobs_GetJobTaskCounts: JOBS,
  Tasks_ListTasks: JOBS,
  JobSchedules_ListJobSchedules: JOB_SCHEDULES,
};

/** What no role on a Batch account gives; without it a report says less. docs/deploy.md has it. */
const ACTIONS_ELSEWHERE: Readonly<Record<string, string>> = {
  VirtualMachineImages_List: 'Microsoft.Compute/locations/publishers/artifacttypes/offers/skus/versions/read',
};

type Call = (batch: Batch, node: { account: string; poolId: string; nodeId: string }) => Promise<unknown>;

/** How each function of the port is called once. */
const CALLS: Readonly<Record<string, Call>> = {
  refreshAccounts: (batch) => batch.refreshAccounts(),
  listPools: (batch) => batch.listPools('demo'),
  reach: (batch) => batch.reach('demo'),
  countNodes: (batch) => batch.countNodes('demo'),
  getPool: (batch, node) => batch.getPool(node),
  listNodes: (batch, node) => batch.listNodes(node),
  getNode: (batch, node) => batch.getNode(node),
  listNodeTasks: (batch, node) => batch.listNodeTasks(node),
  listJobs: (batch) => batch.listJobs('demo'),
  listJobSchedules: (batch) => batch.listJobSchedules('demo'),
  countWork: async (batch) => batch.countWork('demo', await batch.listJobs('demo')),
  listImages: (batch, node) => batch.listImages(node),
  listExtensions: (batch, node) => batch.listExtensions(node),
  getExtension: (batch, node) => batch.getExtension(node, 'any'),
  listDeclaredExtensions: (batch) => batch.listDeclaredExtensions('demo'),
  getDeclaredExtensions: (batch, node) => batch.getDeclaredExtensions(node),
  listPublishedVersions: (batch) => batch.listPublishedVersions('demo', { publisher: 'p', offer: 'o', sku: 's' }),
  quotasOf: (batch) => batch.quotasOf('demo'),
  findPoolResource: (batch, node) => batch.findPoolResource(node),
  createPool: (batch) =>
    batch.createPool({ account: 'demo', poolId: 'made' }, { body: LINUX, correlation: CORRELATION }),
  repairNode: async (batch, node) => {
    await batch.repairNode(node, { repair: 'reboot', correlation: CORRELATION });
    await batch.repairNode(node, { repair: 'reimage', correlation: CORRELATION });
  },
  disableScheduling: (batch, node) => batch.disableScheduling(node, CORRELATION),
  deallocateNode: (batch, node) => batch.deallocateNode(node, { correlation: CORRELATION, tasks: 'taskcompletion' }),
  startNode: (batch, node) => batch.startNode(node, CORRELATION),
  removeNodes: (batch, node) =>
    batch.removeNodes(node, { nodes: [node.nodeId], tag: undefined, correlation: CORRELATION }),
};

let account: EmulatedAccount;
let batch: Batch;
const operations = new Set<string>();

beforeAll(async () => {
  account = await EmulatedAccount.start();
  const { name, key } = account.emulator.account;
  const [first] = await account.createIdlePool('render', { dedicated: 2 });
  await account.createJob('job', 'render');
  await account.addTasks('job', ['a', 'b', 'c', 'd'], 600);
  // Of tasks that depend on others the app reads which can run.
  await account.createJob('ordered', 'render', { usesTaskDependencies: true });
  await account.addTasks('ordered', ['e'], 600);
  const before = (await account.journal('request')).length;
  batch = batchAccounts(
    {
      accounts: [{ name, key, endpoint: account.url, resourceId: account.resourceId }],
      apiVersion: '2024-07-01.20.0',
      armEndpoint: account.url,
      armApiVersion: '2024-07-01',
      tokenScope: 'unused',
      accountKeys: { [name]: key },
      accountSources: [
        {
          subscription: account.resourceId.split('/')[2] ?? '',
          resourceGroup: undefined,
          tag: { name: 'x', value: 'y' },
        },
      ],
    },
    () => {
      throw new Error('No token is needed here.');
    },
  );
  const node = { account: name, poolId: 'render', nodeId: first?.id ?? '' };
  for (const call of Object.values(CALLS)) await call(batch, node);
  // Where the settings name no address of an account, it is asked for.
  const arm = { resourceId: account.resourceId, armEndpoint: account.url, apiVersion: '2024-07-01' };
  await createArmClient({ ...arm, credential: { account: name, key } }).accountEndpoint();
  for (const entry of (await account.journal('request')).slice(before))
    if (entry.kind === 'request') operations.add(entry.operation);
});
afterAll(() => account?.close());

interface Permissions {
  readonly actions: readonly string[];
  readonly dataActions?: readonly string[];
}

const granted = JSON.parse(readFileSync('infra/batch/permissions.json', 'utf8')) as Readonly<
  Record<'observe' | 'operate' | 'nodeActions', Permissions>
>;

describe('the roles on a Batch account', () => {
  it('are tried with every function by which the app speaks to Batch', () => {
    const functions = Object.entries(batch).filter(([, value]) => typeof value === 'function');
    expect(functions.map(([name]) => name).toSorted()).toEqual(Object.keys(CALLS).toSorted());
  });

  it('know the action of every operation that is called, and of no other', () => {
    expect([...operations].toSorted()).toEqual(Object.keys({ ...ACTIONS, ...ACTIONS_ELSEWHERE }).toSorted());
    for (const action of Object.values(ACTIONS_ELSEWHERE))
      expect(readFileSync('docs/deploy.md', 'utf8')).toContain(action);
  });

  it('allow each of these actions, and none that no call needs', () => {
    const { observe, operate } = granted;
    const allowed = [...observe.actions, ...operate.actions, ...(observe.dataActions ?? [])];
    expect(allowed.toSorted()).toEqual([...new Set(Object.values(ACTIONS))].toSorted());
  });

  it('let only the one that operates change something', () => {
    const { observe, operate } = granted;
    expect([...observe.actions, ...(observe.dataActions ?? [])].filter((action) => !action.endsWith('/read'))).toEqual(
      [],
    );
    expect(operate).toEqual({ actions: [WRITE] });
  });

  it('name for single nodes only the three acts, which no published version checks yet', () => {
    expect(granted.nodeActions.actions.map((action) => action.split('/').slice(-2).join('/'))).toEqual([
      'start/action',
      'deallocate/action',
      'remove/action',
    ]);
  });
});
