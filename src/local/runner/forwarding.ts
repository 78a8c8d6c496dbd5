import { randomUUID } from 'node:crypto';
import { Agent, type IncomingMessage, type ServerResponse, request as send } from 'node:http';
import { Server } from 'node:net';
import { pipeline } from 'node:stream/promises';
import type { FunctionApp } from './function-app.ts';
import type { Match } from './http-routes.ts';
import type { Invoke } from './invoke.ts';

/** The address at which an app takes the requests of its HTTP functions itself. */
export interface Forwarding {
  /** `undefined` if it does not: requests and responses are then passed as a whole. */
  readonly address: string | undefined;
  close(): Promise<void>;
}

/**
 * Asks an app for its capabilities, as the worker does after loading it. With HTTP streaming on, the library then starts a
 * server, which listens on every interface; here it is bound to this machine.
 */
export async function openForwarding({ model }: FunctionApp): Promise<Forwarding> {
  const servers: Server[] = [];
  const { prototype } = Server;
  const { listen } = prototype;
  prototype.listen = function (this: Server, onListening: () => void) {
    servers.push(this);
    return (listen as (...given: unknown[]) => Server).call(this, 0, '127.0.0.1', onListening);
  } as typeof listen;
  // The server begins to listen before anything is awaited, so no other server can be meant.
  const asked = model.getCapabilities({});
  prototype.listen = listen;
  const { HttpUri } = await asked;
  return {
    address: HttpUri?.replace('//localhost', '//127.0.0.1'),
    close: async () => {
      for (const server of servers) await new Promise((resolve) => server.close(resolve));
    },
  };
}

/** A request that is being forwarded. */
export interface Exchange {
  readonly request: IncomingMessage;
  readonly response: ServerResponse;
  readonly match: Match;
}

/**
 * Forwards a request as the host does: the invocation gets an empty request, with the parameters beside it, and the request
 * itself goes to the app's server with the invocation id. If the connection to the app breaks, so does that to the caller.
 */
export async function forward(
  { request, response, match }: Exchange,
  { address, invoke }: { readonly address: string; readonly invoke: Invoke },
): Promise<void> {
  const invocationId = randomUUID();
  const metadata = {
    ...Object.fromEntries(Object.entries(match.params).map(([name, value]) => [name, { string: value }])),
    Headers: { json: JSON.stringify(request.headers) },
  };
  // A new connection for each request, because a pooled one may be closed just when it is reused. Kept alive until the response
  // was passed on: an app that responds without reading the body would otherwise close it, and its response could be lost.
  const agent = new Agent({ keepAlive: true });
  const asked = send(new URL(request.url ?? '/', address), {
    method: request.method ?? 'GET',
    headers: {
      ...request.headers,
      'x-ms-invocation-id': invocationId,
      'x-forwarded-host': request.headers.host ?? '127.0.0.1',
      'x-forwarded-proto': 'http',
    },
    agent,
  });
  const answered = new Promise<IncomingMessage>((resolve, reject) => {
    asked.once('response', resolve).on('error', reject);
  });
  // The caller has disconnected.
  response.once('close', () => asked.destroy());
  const invoked = invoke(
    match.function,
    { inputData: [{ name: match.function.triggerName, data: { http: {} } }], triggerMetadata: metadata },
    invocationId,
  );
  // If the function fails, the forwarded request would never get a response.
  const failed = invoked.then(() => answered);
  failed.catch(() => asked.destroy());
  request.pipe(asked);
  try {
    await passOn(await Promise.race([answered, failed]), response);
  } finally {
    // An app may respond without reading the body. The unread rest would precede the next request on the connection.
    request.unpipe(asked).resume();
    agent.destroy();
  }
}

async function passOn(answer: IncomingMessage, response: ServerResponse): Promise<void> {
  const { 'x-ms-invocation-id': _, connection: __, ...headers } = answer.headers;
  response.writeHead(answer.statusCode ?? 500, headers as Record<string, string>);
  await pipeline(answer, response);
}
