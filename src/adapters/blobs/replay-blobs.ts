import { promisify } from 'node:util';
import { gunzip, gzip } from 'node:zlib';
import type { BlockBlobClient, ContainerClient } from '@azure/storage-blob';
import type { PoolName } from '../../core/pool/pool-name.ts';
import type { ReplayRecord, Replays, TaggedReplay } from '../../ports/replays.ts';
import { reachingBlob } from './blob-container.ts';
import { listBlobs } from './list-blobs.ts';
import { readBlob } from './read-blob.ts';
import { uploadOnce } from './upload-once.ts';

/** The container of replays. */
export const REPLAY_CONTAINER = 'lamplighter-replays';

/** A replay of all policies has less than a megabyte; a larger blob was not written by this app. */
const MOST_BYTES = 32 * 1024 * 1024;
/** Replays of other versions are not read. */
const VERSION = 1;
const [compress, expand] = [promisify(gzip), promisify(gunzip)];

/** Replays, a compressed blob for each, and a blob for each pool with the id of its last replay. */
export function replayBlobs(open: () => Promise<ContainerClient>): Replays {
  const using = <Result>(name: string, operation: (container: ContainerClient) => Promise<Result>) =>
    reachingBlob(`${REPLAY_CONTAINER}/${name}`, async () => operation(await open()));
  const get = (id: string) => using(nameOf(id), (container) => read(container.getBlockBlobClient(nameOf(id))));
  return {
    get,
    lastOf: (pool) =>
      using(lastOf(pool), async (container) => {
        const id = await readBlob(container.getBlockBlobClient(lastOf(pool)), MOST_BYTES);
        return id?.bytes && (await get(id.bytes.toString()))?.replay;
      }),
    create: (replay) =>
      using(nameOf(replay.id), async (container) => {
        await container.createIfNotExists();
        await write(container.getBlockBlobClient(nameOf(replay.id)), replay, undefined);
        const id = Buffer.from(replay.id);
        await container.getBlockBlobClient(lastOf(replay)).upload(id, id.length);
      }),
    update: (replay, tag) =>
      using(nameOf(replay.id), (container) => write(container.getBlockBlobClient(nameOf(replay.id)), replay, tag)),
    sweep: (before) => using('', (container) => sweep(container, before)),
  };
}

async function sweep(container: ContainerClient, before: number): Promise<number> {
  let count = 0;
  for await (const { name, properties } of listBlobs(container)) {
    if (properties.lastModified.getTime() >= before) continue;
    await container.deleteBlob(name);
    count++;
  }
  return count;
}

/** @returns `false` if somebody else was first */
async function write(client: BlockBlobClient, replay: ReplayRecord, tag: string | undefined): Promise<boolean> {
  const bytes = await compress(JSON.stringify({ version: VERSION, replay }));
  return (await uploadOnce(client, bytes, tag)) !== undefined;
}

async function read(client: BlockBlobClient): Promise<TaggedReplay | undefined> {
  const found = await readBlob(client, MOST_BYTES);
  if (found?.bytes === undefined) return undefined;
  const text = (await expand(found.bytes, { maxOutputLength: MOST_BYTES })).toString('utf8');
  const { version, replay } = JSON.parse(text) as { readonly version: number; readonly replay: ReplayRecord };
  return version === VERSION ? { replay, tag: found.tag } : undefined;
}

function nameOf(id: string): string {
  return `replays/${id}.json.gz`;
}

function lastOf({ account, poolId }: PoolName): string {
  return `pools/${account}/${poolId.toLowerCase()}`;
}
