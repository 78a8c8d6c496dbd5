import type { PipelineResponse } from '@azure/core-rest-pipeline';
import type { TableClient } from '@azure/data-tables';
import { once } from '../../../core/remember.ts';

/** A request to the account of a table, as the SDK would put it. */
export interface TableRequest {
  readonly method: 'GET' | 'POST' | 'PUT';
  /** What it is about, below the address of the account: `Audit()`. */
  readonly resource: string;
  readonly query?: Readonly<Record<string, string | undefined>>;
  readonly headers: Readonly<Record<string, string>>;
  readonly body?: string;
}

/** An answer, with its JSON where it has some. */
export type TableResponse = PipelineResponse & { readonly parsedBody?: unknown };

/** Loaded with the SDK, and once: to ask for what is loaded already takes as long as to sign a request. */
const library = once(async () => {
  const { createDefaultHttpClient, createHttpHeaders, createPipelineRequest } = await import(
    '@azure/core-rest-pipeline'
  );
  return { createHttpHeaders, createPipelineRequest, httpClient: createDefaultHttpClient() };
});

/**
 * Sends a request through the pipeline of a client, which signs and repeats it and gives up in time. The SDK describes each request and
 * answer by a model first, which takes a processor half as long again as the request does.
 */
export async function send(client: TableClient, request: TableRequest): Promise<TableResponse> {
  const { createHttpHeaders, createPipelineRequest, httpClient } = await library();
  const { method, resource, query = {}, headers, body } = request;
  const { account, signature } = addressOf(client);
  const asked = Object.entries(query).flatMap(([name, value]) =>
    value === undefined ? [] : [`${encodeURIComponent(name)}=${encodeURIComponent(value)}`],
  );
  const search = [...(signature === undefined ? [] : [signature]), ...asked].join('&');
  const sent = createPipelineRequest({
    url: `${account}/${resource}${search === '' ? '' : `?${search}`}`,
    method,
    headers: createHttpHeaders({ 'x-ms-version': '2019-02-02', ...headers }),
    // Azurite speaks plain http on this machine.
    allowInsecureConnection: /^http:\/\/(127\.0\.0\.1|localhost)[:/]/i.test(account),
    ...(body !== undefined && { body }),
  });
  return client.pipeline.sendRequest(httpClient, sent);
}

/** The address of the account; with a signature, that of the client ends with it. */
export function addressOf({ url }: TableClient): { readonly account: string; readonly signature: string | undefined } {
  const [address = '', signature] = url.split('?');
  return { account: address.replace(/\/$/, ''), signature };
}

/** The error that the SDK makes of an answer that is no success, or of one in it. */
export async function refused(
  response: PipelineResponse,
  { status, text }: { readonly status: number; readonly text: string },
): Promise<Error> {
  const { RestError } = await import('@azure/core-rest-pipeline');
  const code = /"code":\s*"(\w+)"/.exec(text)?.[1];
  const said = /"value":\s*("(?:[^"\\]|\\.)*")/.exec(text)?.[1];
  const message = said === undefined ? `The request was answered with the status ${status}.` : String(JSON.parse(said));
  const options = { statusCode: status, request: response.request, response, ...(code !== undefined && { code }) };
  return new RestError(message, options);
}
