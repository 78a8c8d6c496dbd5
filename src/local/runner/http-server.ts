import { timingSafeEqual } from 'node:crypto';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { forward } from './forwarding.ts';
import type { HttpReturn, RegisteredFunction } from './function-app.ts';
import { type Match, routerOf } from './http-routes.ts';
import type { Invoke } from './invoke.ts';

/** The host of the server. */
export interface HttpHost {
  readonly routePrefix: string;
  /** 0 means any free port. */
  readonly port: number;
  /** The key for every function that is not anonymous; it is also the master key. */
  readonly functionKey: string;
  readonly invoke: Invoke;
  /** The address for forwarded requests; `undefined` if the app does not take any. */
  readonly forwardTo?: string | undefined;
  /** Runs a function that is not triggered by HTTP; `undefined` if there is none of that name. */
  readonly runNow: (name: string) => Promise<void> | undefined;
}

/** A server for the HTTP functions of an app. */
export interface HttpServer {
  /** Without a trailing slash. */
  readonly url: string;
  close(): Promise<void>;
}

/** Serves the HTTP functions of an app on 127.0.0.1 by the rules of the host. @throws Error if the port is taken */
export async function startHttpServer(functions: readonly RegisteredFunction[], host: HttpHost): Promise<HttpServer> {
  const route = routerOf(functions, host.routePrefix);
  const server = createServer((request, response) => {
    answer(request, response, { route, host }).then(
      (result) => write(response, result),
      () => fail(response),
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

/** Sends a response as a whole; `undefined` if it was streamed. */
async function answer(
  request: IncomingMessage,
  response: ServerResponse,
  { route, host }: Serving,
): Promise<HttpReturn | undefined> {
  const { method = 'GET' } = request;
  const url = addressOf(request);
  if (url === undefined) return { statusCode: '400' };
  const hasKey = isKey(request, url, host.functionKey);
  const own = answerOfHost(method, url, { host, hasKey });
  if (own !== undefined) return own;

  const match = route(method, url.pathname);
  if (match === undefined) return { statusCode: '404' };
  const { authLevel = 'anonymous' } = match.function.trigger as { readonly authLevel?: string };
  if (authLevel !== 'anonymous' && !hasKey) return { statusCode: '401' };
  if (host.forwardTo === undefined) return handOver(request, host, { url, method, match });
  await forward({ request, response, match }, { address: host.forwardTo, invoke: host.invoke });
  return undefined;
}

/**
 * The URL of a request. Its target is a path, even if it begins with two slashes, which would otherwise make the next segment a
 * host; a complete URL, as for a proxy, is not accepted. `undefined` if it is invalid.
 */
function addressOf({ url = '/', headers }: IncomingMessage): URL | undefined {
  const { host = '127.0.0.1' } = headers;
  if (!url.startsWith('/') || url.startsWith('//') || url.startsWith('/\\')) return undefined;
  return URL.canParse(url, `http://${host}`) ? new URL(url, `http://${host}`) : undefined;
}

/** The answers of the host itself: its home page, and calls of functions that are not triggered by HTTP. */
function answerOfHost(
  method: string,
  { pathname }: URL,
  { host, hasKey }: { readonly host: HttpHost; readonly hasKey: boolean },
): HttpReturn | undefined {
  if (pathname === '/') return { statusCode: '302', headers: { location: `/${host.routePrefix}/dashboard` } };
  const admin = /^\/admin\/functions\/([^/]+)$/.exec(pathname)?.[1];
  if (admin === undefined || method !== 'POST') return undefined;
  return hasKey ? runNow(admin, host) : { statusCode: '401' };
}

interface Matched {
  readonly url: URL;
  readonly method: string;
  readonly match: Match;
}

async function handOver(request: IncomingMessage, { invoke }: HttpHost, matched: Matched): Promise<HttpReturn> {
  const { returnValue } = await invoke(matched.match.function, await toRequest(request, matched));
  return returnValue?.http ?? { statusCode: '204' };
}

/**
 * The function has failed: "the host answers 500 with an empty body". If a part of the response was sent, the connection is
 * destroyed.
 */
function fail(response: ServerResponse): void {
  if (response.headersSent) response.destroy();
  else write(response, { statusCode: '500' });
}

function runNow(name: string, { runNow: run }: HttpHost): HttpReturn {
  const running = run(name);
  // Like the host, it does not wait for the function; the log has a failure.
  running?.catch(() => undefined);
  return { statusCode: running === undefined ? '404' : '202' };
}

/** The header takes precedence over the query. */
function isKey({ headers }: IncomingMessage, url: URL, functionKey: string): boolean {
  const given = Buffer.from(String(headers['x-functions-key'] ?? url.searchParams.get('code') ?? ''));
  const expected = Buffer.from(functionKey);
  return given.length === expected.length && timingSafeEqual(given, expected);
}

async function toRequest(request: IncomingMessage, { url, method, match }: Matched) {
  const query = Map.groupBy(url.searchParams, ([name]) => name);
  const headers = Object.entries(request.headers).map(([name, value]) => [name, String(value)] as const);
  const http = {
    url: url.href,
    method,
    nullableHeaders: nullable(headers),
    nullableParams: nullable(Object.entries(match.params)),
    nullableQuery: nullable([...query].map(([name, values]) => [name, values.map(([, value]) => value).join(',')])),
    body: { bytes: await bodyOf(request) },
  };
  return { inputData: [{ name: match.function.triggerName, data: { http } }] };
}

/**
 * The largest part of a body that an app gets. The host accepts 100 MB. The app reads at most 1 MiB and refuses one byte more,
 * so the rest is discarded as it arrives.
 */
const LARGEST_HANDED_OVER = 1024 * 1024 + 1;

async function bodyOf(request: IncomingMessage): Promise<Buffer> {
  const pieces: Buffer[] = [];
  let length = 0;
  for await (const piece of request as AsyncIterable<Buffer>) {
    if (length < LARGEST_HANDED_OVER) pieces.push(piece);
    length += piece.length;
  }
  return Buffer.concat(pieces).subarray(0, LARGEST_HANDED_OVER);
}

function nullable(entries: readonly (readonly [string, string])[]): Readonly<Record<string, object>> {
  return Object.fromEntries(entries.map(([name, value]) => [name, { value }]));
}

function write(response: ServerResponse, whole: HttpReturn | undefined): void {
  if (whole === undefined) return;
  const { statusCode = '200', headers = {}, body } = whole;
  response.writeHead(Number(statusCode), headers);
  response.end(body?.bytes ?? body?.string);
}
