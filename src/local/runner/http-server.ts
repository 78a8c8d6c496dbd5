import { timingSafeEqual } from 'node:crypto';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { buffer } from 'node:stream/consumers';
import type { HttpReturn, RegisteredFunction } from './function-app.ts';
import { type Match, routerOf } from './http-routes.ts';
import type { Invoke } from './invoke.ts';

/** What the server needs of the host around it. */
export interface HttpHost {
  readonly routePrefix: string;
  /** 0 is any free one. */
  readonly port: number;
  /** The key that every function takes that is not anonymous; it is the master key as well. */
  readonly functionKey: string;
  readonly invoke: Invoke;
  /** Runs a function that no request wakes; `undefined` if there is none of that name. */
  readonly runNow: (name: string) => Promise<void> | undefined;
}

/** A server for the HTTP functions of an app. */
export interface HttpServer {
  /** Without a slash at the end. */
  readonly url: string;
  close(): Promise<void>;
}

/** Serves the HTTP functions of an app on 127.0.0.1 by the rules of the host. @throws Error if the port is taken */
export async function startHttpServer(functions: readonly RegisteredFunction[], host: HttpHost): Promise<HttpServer> {
  const route = routerOf(functions, host.routePrefix);
  const server = createServer((request, response) => {
    answer(request, { route, host }).then(
      (result) => write(response, result),
      // The function has failed: "the host answers 500 with an empty body".
      () => write(response, { statusCode: '500' }),
    );
  });
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject).listen(host.port, '127.0.0.1', resolve);
  });
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

interface Serving {
  readonly route: (method: string, path: string) => Match | undefined;
  readonly host: HttpHost;
}

async function answer(request: IncomingMessage, { route, host }: Serving): Promise<HttpReturn> {
  const { method = 'GET' } = request;
  const url = new URL(request.url ?? '/', `http://${request.headers.host ?? '127.0.0.1'}`);
  const hasKey = isKey(request, url, host.functionKey);
  const admin = /^\/admin\/functions\/([^/]+)$/.exec(url.pathname)?.[1];
  if (admin !== undefined && method === 'POST') return hasKey ? runNow(admin, host) : { statusCode: '401' };

  const match = route(method, url.pathname);
  if (match === undefined) return { statusCode: '404' };
  const { authLevel = 'anonymous' } = match.function.trigger as { readonly authLevel?: string };
  if (authLevel !== 'anonymous' && !hasKey) return { statusCode: '401' };
  const response = await host.invoke(match.function, await toRequest(request, { url, method, match }));
  return response.returnValue?.http ?? { statusCode: '204' };
}

function runNow(name: string, { runNow: run }: HttpHost): HttpReturn {
  const running = run(name);
  // Like the host, it does not wait for the function; a failure is in the log.
  running?.catch(() => undefined);
  return { statusCode: running === undefined ? '404' : '202' };
}

/** The header counts before the query. */
function isKey({ headers }: IncomingMessage, url: URL, functionKey: string): boolean {
  const given = Buffer.from(String(headers['x-functions-key'] ?? url.searchParams.get('code') ?? ''));
  const expected = Buffer.from(functionKey);
  return given.length === expected.length && timingSafeEqual(given, expected);
}

async function toRequest(
  request: IncomingMessage,
  { url, method, match }: { readonly url: URL; readonly method: string; readonly match: Match },
) {
  const query = Map.groupBy(url.searchParams, ([name]) => name);
  const headers = Object.entries(request.headers).map(([name, value]) => [name, String(value)] as const);
  const http = {
    url: url.href,
    method,
    nullableHeaders: nullable(headers),
    nullableParams: nullable(Object.entries(match.params)),
    nullableQuery: nullable([...query].map(([name, values]) => [name, values.map(([, value]) => value).join(',')])),
    body: { bytes: await buffer(request) },
  };
  return { inputData: [{ name: match.function.triggerName, data: { http } }] };
}

function nullable(entries: readonly (readonly [string, string])[]): Readonly<Record<string, object>> {
  return Object.fromEntries(entries.map(([name, value]) => [name, { value }]));
}

function write(response: ServerResponse, { statusCode = '200', headers = {}, body }: HttpReturn): void {
  response.writeHead(Number(statusCode), headers);
  response.end(body?.bytes ?? body?.string);
}
