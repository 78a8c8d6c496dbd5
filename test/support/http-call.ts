import functions from '@azure/functions';
import { expect } from 'vitest';
import type { Ports } from '../../src/app/ports.ts';
import { endpoint, type Served } from '../../src/http/endpoint.ts';
import type { Operation } from '../../src/http/serving/operation.ts';
import { lies, liesOfRequest, type SeenAnswer } from './api-description.ts';

/** A request as the host hands it to a function. */
export interface Call {
  readonly method?: string;
  readonly params?: Readonly<Record<string, string>>;
  readonly query?: Readonly<Record<string, string>>;
  readonly headers?: Readonly<Record<string, string>>;
  /** Sent as JSON; a string or bytes as they are. */
  readonly body?: unknown;
}

export interface CallAnswer {
  readonly status: number;
  readonly headers: Headers;
  // biome-ignore lint/suspicious/noExplicitAny: a test says what it expects of a body by comparing it
  readonly body: any;
}

/** Answers requests outside of any contract. */
export type BareHandler = Operation['handler'];

/**
 * Calls an operation, or a bare handler, as an HTTP function, in process. Every answer of an operation is held to the
 * description: it cannot lie while there is a test that sees the truth.
 */
export async function call(
  called: BareHandler | Served | Operation,
  ports: Ports | (() => Ports),
  asked: Call = {},
): Promise<CallAnswer> {
  const served = typeof called === 'function' ? { access: 'operate' as const, handler: called } : called;
  const operation = isOperation(served) ? served : undefined;
  const functionName = operation?.name ?? 'test';
  const context = new functions.InvocationContext({ functionName, logHandler: () => undefined });
  const run = endpoint(typeof ports === 'function' ? ports : () => ports, served);
  const response = new functions.HttpResponse((await run(toRequest(asked, operation?.method), context)) as object);
  const type = response.headers.get('content-type')?.split(';')[0];
  const answer = read(await response.text(), type);
  if (operation !== undefined) holdTo(operation, asked, { status: response.status, type, body: answer });
  return { status: response.status, headers: response.headers as unknown as Headers, body: answer };
}

function isOperation(served: Served): served is Operation {
  return 'route' in served;
}

function toRequest({ method, params = {}, query = {}, headers = {}, body }: Call, otherwise = 'GET') {
  const isRaw = body === undefined || typeof body === 'string' || body instanceof Uint8Array;
  const sent = isRaw ? body : JSON.stringify(body);
  return new functions.HttpRequest({
    method: method ?? otherwise,
    url: `http://127.0.0.1/api/test?${new URLSearchParams(query)}`,
    headers,
    params,
    query,
    ...(sent !== undefined && { body: { bytes: Buffer.from(sent) } }),
  });
}

function holdTo(operation: Operation, { params = {}, query = {}, body }: Call, answer: SeenAnswer): void {
  expect(lies(operation, answer)).toEqual([]);
  // A text, or bytes, are sent for what is particular about it.
  const sent = typeof body === 'string' || body instanceof Uint8Array ? undefined : body;
  if (answer.status < 400) expect(liesOfRequest(operation, { params, query, body: sent })).toEqual([]);
}

function read(text: string, type = 'application/json'): unknown {
  if (text === '') return undefined;
  return /[/+]json$/.test(type) ? JSON.parse(text) : text;
}
