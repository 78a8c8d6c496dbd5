import type { TokenCredential } from '@azure/core-auth';
import type { PipelinePolicy } from '@azure/core-rest-pipeline';
import { type Client, getClient } from '@azure-rest/core-client';
import { requireRight } from './act-right.ts';
import { watchAttempts } from './attempts.ts';
import { batchRetryPolicy } from './retry.ts';
import { sharedKeyPolicy } from './shared-key.ts';
import { signingIn } from './sign-in.ts';

/** How to call the data plane of one account. */
export interface BatchClientOptions {
  readonly account: string;
  readonly endpoint: string;
  readonly apiVersion: string;
  /** Sees every attempt of every request. */
  readonly countCalls?: PipelinePolicy | undefined;
  /** Handles throttling of the account. */
  readonly throttle?: PipelinePolicy | undefined;
  /** Limits the number of concurrent requests. */
  readonly limit?: PipelinePolicy | undefined;
  /** Signs in with a token for a scope, or signs with the account's key. */
  readonly credential: { readonly token: TokenCredential; readonly scope: string } | { readonly key: string };
}

/** A client and its endpoint. */
export interface Connection {
  readonly client: Client;
  readonly endpoint: string;
}

/**
 * "If the value is larger than 30, the default will be used instead": the service times out after 30 s, the app a little later.
 */
const TIMEOUT_MS = 40_000;

/** A client for the data plane of one account. It retries requests where that is safe, and only there. */
export function createBatchClient(options: BatchClientOptions): Client {
  const { account, endpoint, apiVersion, credential, countCalls, throttle, limit } = options;
  const common = {
    apiVersion,
    // Only an emulator uses http, with a key: a token is never sent unencrypted.
    allowInsecureConnection: 'key' in credential && endpoint.startsWith('http://'),
    telemetryOptions: { clientRequestIdHeaderName: 'client-request-id' },
    userAgentOptions: { userAgentPrefix: 'lamplighter' },
  };
  const client =
    'key' in credential
      ? getClient(endpoint, common)
      : getClient(endpoint, signingIn(credential.token), { ...common, credentials: { scopes: [credential.scope] } });
  client.pipeline.removePolicy({ name: 'defaultRetryPolicy' });
  client.pipeline.addPolicy(batchRetryPolicy(), { phase: 'Retry' });
  client.pipeline.addPolicy(watchAttempts, { afterPhase: 'Retry' });
  if (throttle !== undefined) client.pipeline.addPolicy(throttle, { afterPhase: 'Retry' });
  // Inside the throttle policy: a request that waits for it takes no place.
  if (limit !== undefined) client.pipeline.addPolicy(limit, { afterPhase: 'Retry' });
  if (countCalls !== undefined) client.pipeline.addPolicy(countCalls, { afterPhase: 'Retry' });
  client.pipeline.addPolicy(requireRight, { afterPhase: 'Retry' });
  client.pipeline.addPolicy({
    name: 'batchTimeoutPolicy',
    sendRequest: (request, next) => {
      request.timeout ||= TIMEOUT_MS;
      return next(request);
    },
  });
  if ('key' in credential)
    client.pipeline.addPolicy(sharedKeyPolicy({ account, key: credential.key }), { phase: 'Sign' });
  return client;
}
