import functions from '@azure/functions';
import type { Ports } from '../../src/app/ports.ts';
import { endpoint } from '../../src/http/endpoint.ts';
import type { Handler } from '../../src/http/operation.ts';

/** A request as the host hands it to a function. */
export interface Call {
  readonly method?: string;
  readonly params?: Readonly<Record<string, string>>;
  readonly query?: Readonly<Record<string, string>>;
  readonly headers?: Readonly<Record<string, string>>;
  /** Sent as JSON; a string as it is. */
  readonly body?: unknown;
}

export interface CallAnswer {
  readonly status: number;
  readonly headers: Headers;
  // biome-ignore lint/suspicious/noExplicitAny: a test says what it expects of a body by comparing it
  readonly body: any;
}

/** Calls a handler as an HTTP function, in process. */
export async function call(
  handler: Handler,
  ports: Ports | (() => Ports),
  { method = 'GET', params = {}, query = {}, headers = {}, body }: Call = {},
): Promise<CallAnswer> {
  const text = body === undefined || typeof body === 'string' ? body : JSON.stringify(body);
  const request = new functions.HttpRequest({
    method,
    url: `http://127.0.0.1/api/test?${new URLSearchParams(query)}`,
    headers,
    params,
    query,
    ...(text !== undefined && { body: { string: text } }),
  });
  const context = new functions.InvocationContext({ functionName: 'test', logHandler: () => undefined });
  const served = { access: 'operate', handler } as const;
  const run = endpoint(typeof ports === 'function' ? ports : () => ports, served);
  const response = new functions.HttpResponse((await run(request, context)) as object);
  const answer = await response.text();
  return { status: response.status, headers: response.headers as unknown as Headers, body: read(answer) };
}

function read(text: string): unknown {
  return text === '' ? undefined : JSON.parse(text);
}
