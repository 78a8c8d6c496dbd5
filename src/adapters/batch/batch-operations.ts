import type { TokenCredential } from '@azure/core-auth';
import type { Client } from '@azure-rest/core-client';
import type { AccountConfig } from '../../config/accounts.ts';
import type { Config } from '../../config/config.ts';
import type { PoolName } from '../../core/pool/pool-name.ts';
import type { PoolFacts } from '../../core/pool/snapshot.ts';
import type { AccountQuotaReader } from '../../ports/account-quotas.ts';
import type { Batch, NodeActs } from '../../ports/batch.ts';
import { AppError, accountsUnsearched } from '../../ports/errors.ts';
import type { PoolResources } from '../../ports/pool-resources.ts';
import type { PublishedImages } from '../../ports/published-images.ts';
import type { AccountList } from './account-list.ts';
import { actOnNode } from './acts/act-on-node.ts';
import { removeNodes } from './acts/remove-nodes.ts';
import { adaptiveLimit } from './client/adaptive-limit.ts';
import type { BatchClientOptions, Connection } from './client/batch-client.ts';
import { batchFailure, findOne, isSuccess, reading } from './client/batch-failure.ts';
import { PROBE_TIMEOUT_MS } from './client/retry.ts';
import type { SharedThrottle } from './client/shared-throttle.ts';
import { fromWireImage, IMAGE_MEMBERS } from './from-wire/from-wire-image.ts';
import { fromWireJob, JOB_MEMBERS } from './from-wire/from-wire-job.ts';
import { fromWireJobSchedule, JOB_SCHEDULE_MEMBERS } from './from-wire/from-wire-job-schedule.ts';
import { fromWireNode, NODE_MEMBERS } from './from-wire/from-wire-node.ts';
import { fromWirePool, ONE_POOL_MEMBERS, POOL_MEMBERS } from './from-wire/from-wire-pool.ts';
import { accountQuotas } from './management/account-quotas.ts';
import { type ArmClient, createArmClient } from './management/arm-client.ts';
import { nodeCounter } from './reads/count-nodes.ts';
import { countWork } from './reads/count-work.ts';
import { getNode } from './reads/get-node.ts';
import { type ListRequest, listAll, listOfAccount, readPage } from './reads/list-all.ts';
import { listNodeTasks } from './reads/list-node-tasks.ts';
import { extensionReads } from './reads/read-extensions.ts';

/** The settings of the accounts, and how calls to them are counted and throttled. */
export type BatchConfig = Pick<Config, 'accounts' | 'apiVersion' | 'armEndpoint' | 'armApiVersion' | 'tokenScope'> &
  Partial<Pick<Config, 'accountSources' | 'accountKeys'>> &
  Pick<BatchClientOptions, 'countCalls'> & { readonly throttle?: Pick<SharedThrottle, 'policyOf'> };

/** Everything that the app does with Batch, except the list of accounts. */
export type BatchOperations = Omit<
  Batch,
  'accounts' | 'accountsAreComplete' | 'accountProblems' | 'refreshAccounts' | 'managementVersion'
>;

/** The operations on the known accounts. Each account is connected at the first use. */
export function batchOperations(
  known: AccountList,
  config: BatchConfig,
  credential: () => TokenCredential,
): BatchOperations {
  // What is under way for an account goes on when a search does not find it any more.
  const used = new Map<string, AccountConfig>();
  const accountOf = (name: string): AccountConfig => {
    const account = known.accounts.find((one) => one.name === name) ?? used.get(name) ?? unknownAccount(known, name);
    used.set(name, account);
    return account;
  };
  const connections = new Map<string, Promise<Connection>>();
  const connectionOf = (account: string): Promise<Connection> => {
    const found = accountOf(account);
    const key = placeOf(found);
    const existing = connections.get(key);
    if (existing !== undefined) return existing;
    const connection = connect(found, config, credential);
    // A failed connection is tried again at the next use.
    connection.catch(() => connections.delete(key));
    connections.set(key, connection);
    return connection;
  };
  const armClients = new Map<string, ArmClient>();
  const armOf = (account: string): ArmClient => {
    const found = accountOf(account);
    const arm = armClients.get(placeOf(found)) ?? armClient(found, config, credential);
    armClients.set(placeOf(found), arm);
    return arm;
  };
  const list: ReadList = async (account, request) => {
    const { client, endpoint } = await connectionOf(account);
    return listAll(client, { ...request, endpoint });
  };
  const listWhole: ReadAccountList = async (account, request) => {
    const { client, endpoint } = await connectionOf(account);
    return listOfAccount(client, { ...request, endpoint });
  };

  return {
    listPools: async (account) => {
      const what = `Listing the pools of ${account}`;
      const read = (wire: unknown) => fromWirePool(wire, account);
      return listWhole(account, {
        what,
        path: '/pools',
        query: { $select: POOL_MEMBERS },
        read,
        idOf: ({ poolId }) => poolId,
      });
    },
    reach: async (account) => {
      const what = `Reaching the account ${account}`;
      const { client } = await connectionOf(account);
      const answer = await reading(what, () =>
        client.pathUnchecked('/pools').get({
          queryParameters: { maxresults: 1, $select: 'id' },
          timeout: PROBE_TIMEOUT_MS,
        }),
      );
      if (!isSuccess(answer)) throw batchFailure(what, answer);
      readPage(answer.body, what);
    },
    countNodes: nodeCounter(connectionOf),
    getPool: async (pool) => getPool((await connectionOf(pool.account)).client, pool),
    getNode: async (node) => getNode((await connectionOf(node.account)).client, node),
    listNodeTasks: async (node) => listNodeTasks((await connectionOf(node.account)).client, node),
    ...nodeLists(list),
    ...jobReads(listWhole),
    ...extensionReads(connectionOf),
    countWork: async (account, jobs) => countWork(await connectionOf(account), account, jobs),
    ...nodeActs(connectionOf),
    ...managementReads(armOf),
  };
}

/** Reads and creations through Azure Resource Manager. */
function managementReads(
  armOf: (account: string) => ArmClient,
): AccountQuotaReader & PublishedImages & Omit<PoolResources, 'managementVersion'> {
  return {
    listPublishedVersions: async (account, image) => armOf(account).publishedVersions(image),
    findPoolResource: async ({ account, poolId }) => armOf(account).findPool(poolId),
    createPool: async ({ account, poolId }, order) => armOf(account).createPool(poolId, order),
    ...accountQuotas(
      async (account) => armOf(account).quotas(),
      () => performance.now(),
    ),
  };
}

/** Reads a whole list of an account; `undefined` if its parent does not exist. */
type ReadList = <Item>(
  account: string,
  request: Omit<ListRequest<Item>, 'endpoint'>,
) => Promise<readonly Item[] | undefined>;

/** Reads a whole list of an account that does not depend on anything else. */
type ReadAccountList = <Item>(
  account: string,
  request: Omit<ListRequest<Item>, 'endpoint'>,
) => Promise<readonly Item[]>;

/** Lists of the nodes of a pool. */
function nodeLists(list: ReadList): Pick<Batch, 'listNodes' | 'listImages'> {
  return {
    listNodes: async ({ account, poolId }) => {
      const what = `Listing the nodes of ${account}/${poolId}`;
      const path = `/pools/${encodeURIComponent(poolId)}/nodes`;
      return list(account, { what, path, query: { $select: NODE_MEMBERS }, read: fromWireNode, idOf: ({ id }) => id });
    },
    listImages: async ({ account, poolId }) => {
      const what = `Listing the images of ${account}/${poolId}`;
      const path = `/pools/${encodeURIComponent(poolId)}/nodes`;
      return list(account, {
        what,
        path,
        query: { $select: IMAGE_MEMBERS },
        read: fromWireImage,
        idOf: ({ nodeId }) => nodeId,
      });
    },
  };
}

/** Reads of jobs and job schedules of an account. */
function jobReads(list: ReadAccountList): Pick<Batch, 'listJobs' | 'listJobSchedules'> {
  return {
    listJobs: async (account) => {
      const what = `Listing the jobs of ${account}`;
      const query = { $filter: "state eq 'active'", $select: JOB_MEMBERS };
      return list(account, { what, path: '/jobs', query, read: fromWireJob, idOf: ({ jobId }) => jobId });
    },
    listJobSchedules: async (account) => {
      const what = `Listing the job schedules of ${account}`;
      const query = { $filter: "state eq 'active'", $select: JOB_SCHEDULE_MEMBERS };
      return list(account, { what, path: '/jobschedules', query, read: fromWireJobSchedule, idOf: ({ id }) => id });
    },
  };
}

/** The acts on nodes. */
function nodeActs(connectionOf: (account: string) => Promise<Connection>): NodeActs {
  return {
    startNode: async (node, correlation, stillMay) =>
      actOnNode((await connectionOf(node.account)).client, { node, action: 'start', correlation, stillMay }),
    disableScheduling: async (node, correlation, stillMay) =>
      actOnNode((await connectionOf(node.account)).client, { node, action: 'quarantine', correlation, stillMay }),
    repairNode: async (node, { repair, ...asked }) =>
      actOnNode((await connectionOf(node.account)).client, { node, action: repair, ...asked }),
    deallocateNode: async (node, asked) =>
      actOnNode((await connectionOf(node.account)).client, { node, action: 'deallocate', ...asked }),
    removeNodes: async (pool, removal) => removeNodes((await connectionOf(pool.account)).client, pool, removal),
  };
}

async function getPool(client: Client, { account, poolId }: PoolName): Promise<PoolFacts | undefined> {
  const what = `Reading the pool ${account}/${poolId}`;
  const path = client.pathUnchecked('/pools/{poolId}', poolId);
  const wire = await findOne(what, poolId, () => path.get({ queryParameters: { $select: ONE_POOL_MEMBERS } }));
  return wire && fromWirePool(wire, account);
}

/** Which account it is: a name can come to be that of another one, which was found later. */
function placeOf({ name, resourceId, endpoint }: AccountConfig): string {
  return JSON.stringify([name, resourceId, endpoint]);
}

function unknownAccount({ isComplete }: AccountList, name: string): never {
  if (!isComplete) throw accountsUnsearched(name);
  throw new AppError('AccountNotFound', `The account '${name}' is not among BATCH_ACCOUNTS.`);
}

function armClient(
  { name, resourceId, key }: AccountConfig,
  { armEndpoint, armApiVersion }: BatchConfig,
  credential: () => TokenCredential,
): ArmClient {
  if (resourceId === undefined) {
    const message = `The account '${name}' has no "resourceId" in BATCH_ACCOUNTS, by which the management plane knows it: neither pools can be created there nor versions of images be listed.`;
    throw new AppError('Misconfigured', message);
  }
  return createArmClient({
    resourceId,
    armEndpoint,
    apiVersion: armApiVersion,
    credential: key === undefined || armEndpoint.startsWith('https://') ? credential() : { account: name, key },
  });
}

async function connect(
  account: AccountConfig,
  config: BatchConfig,
  credential: () => TokenCredential,
): Promise<Connection> {
  const { name, key } = account;
  const { apiVersion, tokenScope, countCalls, throttle } = config;
  const endpoint = account.endpoint ?? (await armClient(account, config, credential).accountEndpoint());
  const { createBatchClient } = await import('./client/batch-client.ts');
  const client = createBatchClient({
    account: name,
    endpoint,
    apiVersion,
    countCalls,
    throttle: throttle?.policyOf(name),
    limit: adaptiveLimit().policy,
    credential: key === undefined ? { token: credential(), scope: tokenScope } : { key },
  });
  return { client, endpoint };
}
