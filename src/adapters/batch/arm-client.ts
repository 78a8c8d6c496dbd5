import type { TokenCredential } from '@azure/core-auth';
import { createPipelineRequest, type HttpMethods } from '@azure/core-rest-pipeline';
import { AppError } from '../../app/errors.ts';
import { batchRetryPolicy } from './retry.ts';
import { sharedKeyPolicy } from './shared-key.ts';

/** How one account is spoken to on the management plane. */
export interface ArmClientOptions {
  /** `/subscriptions/…/resourceGroups/…/providers/Microsoft.Batch/batchAccounts/NAME` */
  readonly resourceId: string;
  readonly armEndpoint: string;
  readonly apiVersion: string;
  /** Signs in with a token; an emulator on plain http takes the account's key. */
  readonly credential: TokenCredential | { readonly account: string; readonly key: string };
}

/** One account on the management plane. */
export interface ArmClient {
  /** The address of the account's data plane. */
  accountEndpoint(): Promise<string>;
  /** Creates a pool from a body that goes out, and an answer that comes back, unchanged. `undefined` if it is there already. */
  createPool(poolId: string, body: unknown): Promise<unknown>;
}

interface ArmResponse {
  readonly status: number;
  readonly body: unknown;
}

/**
 * A client for one account on the management plane. It goes through the pipeline of the SDK but not through its
 * serializer, which drops `upgradePolicy` and `tags` and invents defaults on reading.
 */
export function createArmClient(options: ArmClientOptions): ArmClient {
  const { resourceId } = options;
  // The SDK is loaded when it is first needed: an account whose endpoint is configured never needs it.
  let loading: Promise<Send> | undefined;
  const send: Send = async (...request) => {
    loading ??= sender(options);
    return (await loading)(...request);
  };
  return {
    accountEndpoint: async () => {
      const { body } = expectSuccess(`Reading the account ${resourceId}`, await send('GET', resourceId));
      const { properties } = body as { readonly properties?: { readonly accountEndpoint?: unknown } };
      if (typeof properties?.accountEndpoint === 'string') return `https://${properties.accountEndpoint}`;
      throw new AppError('BatchUnavailable', `The account ${resourceId} does not say the address of its data plane.`);
    },
    createPool: async (poolId, body) => {
      const answer = await send('PUT', `${resourceId}/pools/${poolId}`, body);
      if (answer.status === 412) return undefined;
      return expectSuccess(`Creating the pool ${poolId}`, answer).body;
    },
  };
}

type Send = (method: HttpMethods, path: string, body?: unknown) => Promise<ArmResponse>;

async function sender({ resourceId, armEndpoint, apiVersion, credential }: ArmClientOptions): Promise<Send> {
  const { BatchManagementClient } = await import('@azure/arm-batch');
  const withKey = 'key' in credential;
  const subscription = resourceId.split('/')[2] ?? '';
  const client = new BatchManagementClient(withKey ? NO_TOKEN : credential, subscription, {
    endpoint: armEndpoint,
    apiVersion,
    credentialScopes: 'https://management.azure.com/.default',
  });
  client.pipeline.removePolicy({ name: 'defaultRetryPolicy' });
  client.pipeline.addPolicy(batchRetryPolicy(), { phase: 'Retry' });
  if (withKey) {
    client.pipeline.removePolicy({ name: 'bearerTokenAuthenticationPolicy' });
    client.pipeline.addPolicy(sharedKeyPolicy(credential), { phase: 'Sign' });
  }
  return async (method, path, body) => {
    const request = createPipelineRequest({
      url: `${armEndpoint}${path}?api-version=${apiVersion}`,
      method,
      allowInsecureConnection: withKey && armEndpoint.startsWith('http://'),
    });
    request.headers.set('accept', 'application/json');
    if (body !== undefined) {
      request.headers.set('content-type', 'application/json');
      request.headers.set('if-none-match', '*');
      request.body = JSON.stringify(body);
    }
    const { status, bodyAsText } = await client.sendRequest(request);
    return { status, body: bodyAsText ? (JSON.parse(bodyAsText) as unknown) : undefined };
  };
}

const NO_TOKEN: TokenCredential = {
  getToken: () => Promise.reject(new Error('With a shared key no token is asked for.')),
};

function expectSuccess(what: string, answer: ArmResponse): ArmResponse {
  if (answer.status >= 200 && answer.status < 300) return answer;
  const { error } = (answer.body ?? {}) as { readonly error?: { readonly code?: string; readonly message?: string } };
  throw new AppError(
    'BatchUnavailable',
    `${what} failed: Azure answered ${answer.status} ${error?.code ?? ''}: ${error?.message ?? ''}`,
  );
}
