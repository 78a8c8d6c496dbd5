import type { TokenCredential } from '@azure/core-auth';
import type { AccountSource } from '../../config/accounts.ts';
import type { Batch } from '../../ports/batch.ts';
import { later, loadedOnce } from '../later.ts';
import { type AccountList, accountList } from './account-list.ts';
import type { BatchConfig, BatchOperations } from './batch-operations.ts';

const OPERATIONS = [
  'listPools',
  'reach',
  'countNodes',
  'getPool',
  'listNodes',
  'getNode',
  'listNodeTasks',
  'listJobs',
  'listJobSchedules',
  'listExtensions',
  'getExtension',
  'listDeclaredExtensions',
  'getDeclaredExtensions',
  'countWork',
  'listImages',
  'startNode',
  'disableScheduling',
  'repairNode',
  'deallocateNode',
  'removeNodes',
  'listPublishedVersions',
  'findPoolResource',
  'createPool',
  'quotasOf',
] as const satisfies readonly (keyof BatchOperations)[];

/** The Batch accounts of the configuration. Their operations are loaded at the first call, and each account is connected then. */
export function batchAccounts(config: BatchConfig, credential: () => TokenCredential): Batch {
  const known = accountsOf(config, credential);
  const operations = loadedOnce(async () => {
    const { batchOperations } = await import('./batch-operations.ts');
    return batchOperations(known, config, credential);
  });
  return {
    get accounts() {
      return known.accounts.map(({ name }) => name);
    },
    get accountsAreComplete() {
      return known.isComplete;
    },
    get accountProblems() {
      return known.problems;
    },
    refreshAccounts: () => known.refresh(),
    managementVersion: config.armApiVersion,
    ...later(operations, OPERATIONS),
  };
}

/** The managed accounts; typed operations of Azure Resource Manager find them. */
function accountsOf(config: BatchConfig, credential: () => TokenCredential): AccountList {
  const { accounts: named, accountSources: sources = [], accountKeys = {} } = config;
  const find = async (source: AccountSource) => {
    const { findAccounts } = await import('./management/find-accounts.ts');
    return findAccounts(source, { ...config, accountKeys, credential });
  };
  return accountList({ named, sources, find, now: () => performance.now() });
}
