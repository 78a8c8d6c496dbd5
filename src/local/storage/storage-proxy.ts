import {
  Agent,
  createServer,
  type IncomingHttpHeaders,
  type IncomingMessage,
  type RequestListener,
  type Server,
  type ServerResponse,
  request as send,
} from 'node:http';
import type { AddressInfo } from 'node:net';
import { setTimeout as pause } from 'node:timers/promises';
import * as z from 'zod';
import {
  isFaultFor,
  STORAGE_FAULT,
  STORAGE_SERVICES,
  type StorageFault,
  type StorageRequest,
  type StorageService,
} from './storage-fault.ts';

/** A proxy before a local storage account that injects faults. */
export interface StorageProxy {
  /** For connections through the proxy. */
  readonly connectionString: string;
  /** Injects a fault into the next matching requests; of several, the one that was requested first. */
  inject(fault: StorageFault): void;
  /** Removes all faults. */
  heal(): void;
  /** Called before each request is passed on; the request waits for it. */
  onPassing: (request: StorageRequest) => Promise<void> | void;
  close(): Promise<void>;
}

interface Front {
  readonly service: StorageService;
  readonly server: Server;
  readonly target: string;
}

/** The control path of the proxy, at each service: POST adds a fault, DELETE removes all. */
const CONTROL = '/_storage/faults';

/** The ports of a proxy, and the storage behind it. */
export interface StorageProxyOptions {
  /** 0, the default, means any free one. */
  readonly ports?: Readonly<Record<StorageService, number>>;
  /** Request handlers in this process, if the storage runs in it: requests without a fault then need no other connection. */
  readonly handlers?: Readonly<Record<StorageService, RequestListener>> | undefined;
}

/** Starts a proxy before the three services of a connection string, on 127.0.0.1. @throws Error if a port is taken */
export async function startStorageProxy(
  connectionString: string,
  { ports = { blob: 0, queue: 0, table: 0 }, handlers }: StorageProxyOptions = {},
): Promise<StorageProxy> {
  const faults: (StorageFault & { times: number })[] = [];
  const agent = new Agent({ keepAlive: true });
  const fronts = await Promise.all(STORAGE_SERVICES.map((service) => open(service, connectionString, ports[service])));
  const proxy: StorageProxy = {
    connectionString: fronts.reduce(leadThrough, connectionString),
    inject: (fault) => void faults.push({ ...fault, times: fault.times ?? 1 }),
    heal: () => void faults.splice(0),
    onPassing: () => undefined,
    close: async () => {
      agent.destroy();
      await Promise.all(fronts.map(({ server }) => closed(server)));
    },
  };
  const draw = (request: StorageRequest): StorageFault | undefined => {
    const fault = faults.find((one) => one.times > 0 && isFaultFor(one, request));
    if (fault !== undefined) fault.times -= 1;
    return fault;
  };
  for (const { service, server, target } of fronts) {
    server.on('request', (incoming, outgoing) => {
      const exchange = { service, target, agent, incoming, outgoing, draw, handler: handlers?.[service] };
      const handled =
        incoming.url === CONTROL
          ? control(proxy, incoming, outgoing)
          : pass({ ...exchange, hear: (request) => proxy.onPassing(request) });
      handled.catch(() => outgoing.destroy());
    });
  }
  return proxy;
}

async function control(proxy: StorageProxy, incoming: IncomingMessage, outgoing: ServerResponse): Promise<void> {
  const body = await readAll(incoming);
  if (incoming.method === 'DELETE') proxy.heal();
  const fault = incoming.method === 'POST' ? STORAGE_FAULT.safeParse(parse(body)) : undefined;
  if (fault?.success === false) return void outgoing.writeHead(400).end(z.prettifyError(fault.error));
  if (fault !== undefined) proxy.inject(fault.data);
  outgoing.writeHead(204).end();
}

function parse(body: Buffer): unknown {
  try {
    return JSON.parse(body.toString());
  } catch {
    return undefined;
  }
}

interface Exchange {
  readonly service: StorageService;
  readonly target: string;
  readonly agent: Agent;
  readonly incoming: IncomingMessage;
  readonly outgoing: ServerResponse;
  readonly handler: RequestListener | undefined;
  readonly draw: (request: StorageRequest) => StorageFault | undefined;
  readonly hear: (request: StorageRequest) => Promise<void> | void;
}

async function pass({ service, target, agent, incoming, outgoing, handler, draw, hear }: Exchange): Promise<void> {
  const { method = 'GET', url: path = '/' } = incoming;
  const request = { service, method, path };
  await hear(request);
  const fault = draw(request);
  if (fault === undefined && handler !== undefined) return handler(incoming, outgoing);
  const body = await readAll(incoming);
  if (fault?.effect === 'reset') return void outgoing.destroy();
  if (fault?.effect === 'refuse') return refuse(outgoing, fault);
  const answer = await forward(new URL(path, target), { method, headers: incoming.headers, agent, body });
  if (fault?.effect === 'lose-answer') return void outgoing.destroy();
  if (fault?.effect === 'fail-after') return refuse(outgoing, fault);
  if (fault?.effect === 'slow') await pause(fault.milliseconds ?? 100);
  outgoing.writeHead(answer.status, answer.headers).end(answer.body);
}

/** The answer of the storage if it is too busy or fails: a code of its own, and no change. */
function refuse(outgoing: ServerResponse, { status = 503 }: StorageFault): void {
  const code = status === 503 || status === 429 ? 'ServerBusy' : 'InternalError';
  const text = JSON.stringify({ 'odata.error': { code, message: { lang: 'en-US', value: 'An injected fault.' } } });
  outgoing.writeHead(status, { 'content-type': 'application/json', 'x-ms-error-code': code }).end(text);
}

interface Onward {
  readonly method: string;
  readonly headers: IncomingHttpHeaders;
  readonly agent: Agent;
  readonly body: Buffer;
}

interface Answer {
  readonly status: number;
  readonly headers: IncomingHttpHeaders;
  readonly body: Buffer;
}

function forward(url: URL, { method, headers, agent, body }: Onward): Promise<Answer> {
  const { promise, resolve, reject } = Promise.withResolvers<Answer>();
  const onward = send(url, { method, headers, agent }, (answer) => {
    readAll(answer).then(
      (read) => resolve({ status: answer.statusCode ?? 502, headers: withoutEncoding(answer.headers), body: read }),
      reject,
    );
  });
  onward.on('error', reject);
  onward.end(body);
  return promise;
}

/** The body is sent in one piece. */
function withoutEncoding({ 'transfer-encoding': _, ...headers }: IncomingHttpHeaders): IncomingHttpHeaders {
  return headers;
}

async function readAll(stream: IncomingMessage): Promise<Buffer> {
  const chunks: Buffer[] = [];
  for await (const chunk of stream) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks);
}

async function open(service: StorageService, connectionString: string, port: number): Promise<Front> {
  const target = endpointOf(service, connectionString);
  if (target === undefined) throw new Error(`The connection string names no endpoint of the ${service} service.`);
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(port, '127.0.0.1', resolve));
  return { service, server, target: new URL(target).origin };
}

function endpointOf(service: StorageService, connectionString: string): string | undefined {
  return new RegExp(`${service}Endpoint=([^;]+)`, 'i').exec(connectionString)?.[1];
}

function leadThrough(connectionString: string, { server, target }: Front): string {
  return connectionString.replace(target, `http://127.0.0.1:${(server.address() as AddressInfo).port}`);
}

async function closed(server: Server): Promise<void> {
  server.closeAllConnections();
  await new Promise((resolve) => server.close(resolve));
}
