import type { BatchAccount } from '@azure/arm-batch';
import type { TokenCredential } from '@azure/core-auth';
import type { PipelinePolicy } from '@azure/core-rest-pipeline';
import type { AccountConfig, AccountSource } from '../../../config/accounts.ts';
import { unrepeated } from '../../unrepeated.ts';
import { NO_TOKEN } from '../client/no-token.ts';
import { isOwnLink } from '../client/own-link.ts';
import { sharedKeyPolicy } from '../client/shared-key.ts';
import { readPage } from '../reads/list-all.ts';
import { armFailure, isArmSuccess } from './arm-failure.ts';
import { armScope } from './arm-scope.ts';
import { bodyIn, TIMEOUT_MS } from './arm-sender.ts';

/** How to ask Azure Resource Manager for accounts. */
export interface FindAccountsOptions {
  readonly armEndpoint: string;
  readonly armApiVersion: string;
  readonly accountKeys: Readonly<Record<string, string>>;
  readonly credential: () => TokenCredential;
}

/**
 * The accounts of a source that have its tag, read with the typed operations of the SDK: the members that these drop are not
 * needed here.
 * @throws AppError BatchUnavailable for a response that is no page of accounts; Error for a page that leads to another service or
 *   back to one that was read; whatever the SDK throws
 */
export async function findAccounts(
  { subscription, resourceGroup, tag }: AccountSource,
  options: FindAccountsOptions,
): Promise<readonly AccountConfig[]> {
  const { client, continuationOf } = await clientFor(subscription, options);
  const follow = unrepeated((fault) => new Error(`${WHAT} failed: ${fault}`));
  const listed =
    resourceGroup === undefined
      ? client.batchAccountOperations.list()
      : client.batchAccountOperations.listByResourceGroup(resourceGroup);
  const found: AccountConfig[] = [];
  for await (const page of listed.byPage()) {
    const next = continuationOf(page);
    // Before the SDK asks there: it signs a request to whatever address a page names.
    if (next !== undefined && !isOwnLink(next, options.armEndpoint)) {
      throw new Error(`${WHAT} failed: the link to the next page does not lead to ${options.armEndpoint}.`);
    }
    follow(next);
    const tagged = page.filter(({ tags = {} }) => hasTag(tags, tag));
    found.push(...tagged.flatMap((account) => toConfig(account, options.accountKeys)));
  }
  return found;
}

/** "Tag names are case-insensitive for operations […] Tag values are case-sensitive" (https://learn.microsoft.com/azure/azure-resource-manager/management/tag-resources). */
function hasTag(tags: Readonly<Record<string, string>>, { name, value }: AccountSource['tag']): boolean {
  const wanted = name.toLowerCase();
  return Object.entries(tags).some(([key, given]) => key.toLowerCase() === wanted && given === value);
}

function toConfig(
  { name, id, accountEndpoint }: BatchAccount,
  keys: Readonly<Record<string, string>>,
): readonly AccountConfig[] {
  if (name === undefined || accountEndpoint === undefined) return [];
  return [{ name, endpoint: `https://${accountEndpoint}`, resourceId: id, key: keys[name] }];
}

const WHAT = 'Listing accounts';

/**
 * Lets only pages of accounts through to the SDK, which takes anything else for an empty one: the accounts would seem to be gone.
 * Its place is around the retries.
 */
const onlyPages: PipelinePolicy = {
  name: 'accountPagesPolicy',
  sendRequest: async (request, next) => {
    request.timeout ||= TIMEOUT_MS;
    const response = await next(request);
    const body = bodyIn(response.bodyAsText);
    const answer = { status: response.status, body, mayHaveArrivedBefore: false };
    if (!isArmSuccess(answer)) throw armFailure(WHAT, answer);
    readPage(body, WHAT, 'nextLink');
    return response;
  },
};

async function clientFor(subscription: string, options: FindAccountsOptions) {
  // One after the other: Node cannot load a module for an import and for a require at once.
  const { batchRetryPolicy } = await import('../client/retry.ts');
  const { BatchManagementClient, getContinuationToken: continuationOf } = await import('@azure/arm-batch');
  const { armEndpoint, armApiVersion, accountKeys, credential } = options;
  const [keyed] = Object.entries(accountKeys);
  // A token is never sent unencrypted: an emulator over http takes a key.
  const isPlain = armEndpoint.startsWith('http://') && keyed !== undefined;
  const client = new BatchManagementClient(isPlain ? NO_TOKEN : credential(), subscription, {
    endpoint: armEndpoint,
    apiVersion: armApiVersion,
    credentialScopes: armScope(armEndpoint),
    ...(isPlain && { allowInsecureConnection: true }),
  });
  // The retries of the SDK wait for as long as Azure asks, which can be days.
  client.pipeline.removePolicy({ name: 'defaultRetryPolicy' });
  client.pipeline.addPolicy(batchRetryPolicy(), { phase: 'Retry' });
  client.pipeline.addPolicy(onlyPages, { afterPhase: 'Deserialize' });
  if (isPlain) {
    client.pipeline.removePolicy({ name: 'bearerTokenAuthenticationPolicy' });
    client.pipeline.addPolicy(sharedKeyPolicy({ account: keyed[0], key: keyed[1] }), { phase: 'Sign' });
  }
  return { client, continuationOf };
}
