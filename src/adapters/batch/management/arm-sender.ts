import type { TokenCredential } from '@azure/core-auth';
import type { HttpMethods } from '@azure/core-rest-pipeline';
import { mayHaveArrivedBefore, watchAttempts } from '../client/attempts.ts';
import { NO_TOKEN } from '../client/no-token.ts';
import { sharedKeyPolicy } from '../client/shared-key.ts';
import { signingIn } from '../client/sign-in.ts';
import { armScope } from './arm-scope.ts';

/** How to call Azure Resource Manager for one account. */
export interface ArmClientOptions {
  /** `/subscriptions/…/resourceGroups/…/providers/Microsoft.Batch/batchAccounts/NAME` */
  readonly resourceId: string;
  readonly armEndpoint: string;
  readonly apiVersion: string;
  /** A token credential; an emulator over http takes the account's key. */
  readonly credential: TokenCredential | { readonly account: string; readonly key: string };
}

/** One request to Azure Resource Manager. */
export interface ArmRequest {
  readonly method: HttpMethods;
  readonly path: string;
  /** Sent unchanged, with `If-None-Match: *`, so that an existing resource is never changed. */
  readonly body?: unknown;
  /** Sent as the client request id. */
  readonly correlation?: string;
  /** For another provider than Azure Batch, which has its own versions. */
  readonly apiVersion?: string;
}

/** A response, with its body as received. */
export interface ArmResponse {
  readonly status: number;
  readonly body: unknown;
  /** May an earlier attempt have taken effect, whatever the response to the last one says? */
  readonly mayHaveArrivedBefore: boolean;
}

export type ArmSend = (request: ArmRequest) => Promise<ArmResponse>;

/** Sends requests to Azure Resource Manager. The SDK is loaded at the first use, because many accounts never need it. */
export function armSender(options: ArmClientOptions): ArmSend {
  let loading: Promise<ArmSend> | undefined;
  return async (request) => {
    loading ??= load(options).catch((error: unknown) => {
      // Loaded again at the next use.
      loading = undefined;
      throw error;
    });
    return (await loading)(request);
  };
}

async function load({ resourceId, armEndpoint, apiVersion, credential }: ArmClientOptions): Promise<ArmSend> {
  // One after the other: Node cannot load a module for an import and for a require at once.
  const { createPipelineRequest } = await import('@azure/core-rest-pipeline');
  const { batchRetryPolicy } = await import('../client/retry.ts');
  const { BatchManagementClient } = await import('@azure/arm-batch');
  const withKey = 'key' in credential;
  const subscription = resourceId.split('/')[2] ?? '';
  const client = new BatchManagementClient(withKey ? NO_TOKEN : signingIn(credential), subscription, {
    endpoint: armEndpoint,
    apiVersion,
    credentialScopes: armScope(armEndpoint),
  });
  client.pipeline.removePolicy({ name: 'defaultRetryPolicy' });
  client.pipeline.addPolicy(batchRetryPolicy(), { phase: 'Retry' });
  client.pipeline.addPolicy(watchAttempts, { afterPhase: 'Retry' });
  if (withKey) {
    client.pipeline.removePolicy({ name: 'bearerTokenAuthenticationPolicy' });
    client.pipeline.addPolicy(sharedKeyPolicy(credential), { phase: 'Sign' });
  }
  return async ({ method, path, body, correlation, apiVersion: other }) => {
    const request = createPipelineRequest({
      url: `${armEndpoint}${path}?api-version=${other ?? apiVersion}`,
      method,
      allowInsecureConnection: withKey && armEndpoint.startsWith('http://'),
      timeout: TIMEOUT_MS,
    });
    request.headers.set('accept', 'application/json');
    if (correlation !== undefined) request.headers.set('x-ms-client-request-id', correlation);
    if (body !== undefined) {
      request.headers.set('content-type', 'application/json');
      request.headers.set('if-none-match', '*');
      request.body = JSON.stringify(body);
    }
    const { status, bodyAsText } = await client.sendRequest(request);
    return { status, body: bodyIn(bodyAsText), mayHaveArrivedBefore: mayHaveArrivedBefore(request) };
  };
}

/** The service times out sooner, and the Functions host later (230 s): the caller should get an error before that. */
export const TIMEOUT_MS = 60_000;

/** The JSON of a body; `undefined` if it is none: a gateway may respond with HTML. */
export function bodyIn(text: string | null | undefined): unknown {
  try {
    return text ? (JSON.parse(text) as unknown) : undefined;
  } catch {
    return undefined;
  }
}
