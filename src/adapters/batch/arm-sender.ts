import type { TokenCredential } from '@azure/core-auth';
import type { HttpMethods } from '@azure/core-rest-pipeline';
import { NO_TOKEN } from './no-token.ts';
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

/** One request to the management plane. */
export interface ArmRequest {
  readonly method: HttpMethods;
  readonly path: string;
  /** Goes out as it is. With it nothing that is there already is changed. */
  readonly body?: unknown;
  /** Goes along as the request's own id. */
  readonly correlation?: string;
  /** Of a provider other than Azure Batch, which has versions of its own. */
  readonly apiVersion?: string;
}

/** An answer, with its body as it came. */
export interface ArmResponse {
  readonly status: number;
  readonly body: unknown;
}

export type ArmSend = (request: ArmRequest) => Promise<ArmResponse>;

/** Sends requests to the management plane. The SDK is loaded when it is first needed: many accounts never need it. */
export function armSender(options: ArmClientOptions): ArmSend {
  let loading: Promise<ArmSend> | undefined;
  return async (request) => {
    loading ??= load(options);
    return (await loading)(request);
  };
}

async function load({ resourceId, armEndpoint, apiVersion, credential }: ArmClientOptions): Promise<ArmSend> {
  const [{ BatchManagementClient }, { createPipelineRequest }, { batchRetryPolicy }] = await Promise.all([
    import('@azure/arm-batch'),
    import('@azure/core-rest-pipeline'),
    import('./retry.ts'),
  ]);
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
    return { status, body: bodyIn(bodyAsText) };
  };
}

/** The service gives up sooner; whoever waits for an answer should hear of it before the Functions host does (230 s). */
const TIMEOUT_MS = 60_000;

/** A gateway on the way may answer in HTML. */
function bodyIn(text: string | null | undefined): unknown {
  try {
    return text ? (JSON.parse(text) as unknown) : undefined;
  } catch {
    return undefined;
  }
}
