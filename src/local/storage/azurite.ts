import type { Server } from 'node:http';
import { createRequire } from 'node:module';

/** A server of one of Azurite's services. Azurite publishes no types; these are the members that are used. */
export interface AzuriteServer {
  readonly httpServer: Server;
  start(): Promise<void>;
  close(): Promise<void>;
  /** `http://127.0.0.1:10002` */
  getHttpServerAddress(): string;
}

/** A server of the Table service, with its database in memory. */
export interface AzuriteTableServer extends AzuriteServer {
  readonly metadataStore: { init(): Promise<void>; readonly db: LokiDatabase };
}

/** The database of Azurite's Table service. */
export interface LokiDatabase {
  readonly collections: readonly LokiCollection[];
  getCollection(name: string): LokiCollection | null;
  addCollection(name: string, options?: unknown): LokiCollection;
  removeCollection(name: string): void;
}

/** The documents of one table. */
export interface LokiCollection {
  readonly name: string;
  readonly data: readonly LokiDocument[];
  insert(document: object): void;
  on(event: 'insert' | 'update' | 'delete', listener: (document: LokiDocument) => void): void;
}

/** A document, with the number that its collection assigned. */
export interface LokiDocument {
  readonly $loki: number;
}

const load = createRequire(import.meta.url);

type Constructor<Instance> = new (...parameters: readonly unknown[]) => Instance;

function constructorOf<Instance>(path: string): Constructor<Instance> {
  const module = load(`azurite/dist/src/${path}.js`) as { readonly default: Constructor<Instance> };
  return module.default;
}

const HOST = '127.0.0.1';
/** Longer than clients keep idle connections, because a connection that closes during a request would look like a failure. */
const KEEP_ALIVE_SECONDS = 600;

/** The arguments between the paths and the persistence in the constructors of Azurite's configurations, with their defaults. */
const NO_LOGS_NO_TLS = [
  false,
  undefined,
  false,
  undefined,
  false,
  true,
  undefined,
  undefined,
  undefined,
  undefined,
  false,
] as const;

/** The Table service, in memory. Port 0 means any free one. */
export function tableServer(port: number): AzuriteTableServer {
  const Configuration = constructorOf<object>('table/TableConfiguration');
  const Server = constructorOf<AzuriteTableServer>('table/TableServer');
  const rest = [
    false,
    false,
    undefined,
    undefined,
    false,
    true,
    undefined,
    undefined,
    undefined,
    undefined,
    false,
    true,
  ];
  return new Server(new Configuration(HOST, port, KEEP_ALIVE_SECONDS, 'unused', ...rest));
}

/** The Queue service, in memory or in a folder. */
export function queueServer(port: number, folder: string | undefined): AzuriteServer {
  const Configuration = constructorOf<object>('queue/QueueConfiguration');
  const Server = constructorOf<AzuriteServer>('queue/QueueServer');
  return new Server(
    new Configuration(
      HOST,
      port,
      KEEP_ALIVE_SECONDS,
      ...placesIn(folder, 'queue'),
      ...NO_LOGS_NO_TLS,
      folder === undefined,
    ),
  );
}

/** The Blob service, in memory or in a folder. */
export function blobServer(port: number, folder: string | undefined): AzuriteServer {
  const Configuration = constructorOf<object>('blob/BlobConfiguration');
  const Server = constructorOf<AzuriteServer>('blob/BlobServer');
  return new Server(
    new Configuration(
      HOST,
      port,
      KEEP_ALIVE_SECONDS,
      ...placesIn(folder, 'blob'),
      ...NO_LOGS_NO_TLS,
      folder === undefined,
    ),
  );
}

function placesIn(folder: string | undefined, service: string): readonly unknown[] {
  const base = folder ?? 'unused';
  const extents = [{ locationId: 'Default', locationPath: `${base}/${service}-extents`, maxConcurrency: 10 }];
  return [`${base}/${service}.json`, `${base}/${service}-extents.json`, extents];
}
