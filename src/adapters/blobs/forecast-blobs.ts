import { randomUUID } from 'node:crypto';
import { promisify } from 'node:util';
import { gunzip, gzip } from 'node:zlib';
import type { BlockBlobClient, ContainerClient, RestError } from '@azure/storage-blob';
import type { PoolName } from '../../core/pool/pool-name.ts';
import type { ForecastState, ForecastStates } from '../../ports/forecast-states.ts';
import { reachingBlob } from './blob-container.ts';

/** The container of what forecasts have learned. */
export const FORECAST_CONTAINER = 'lamplighter-forecast';

/** A model of thousands of nodes is smaller; what is larger was not written by us. */
const MOST_BYTES = 16 * 1024 * 1024;
const [compress, expand] = [promisify(gzip), promisify(gunzip)];

/** What forecasts have learned, a compressed blob for each pool. Pools are found in any letter case, as in Batch. */
export function forecastBlobs(open: () => Promise<ContainerClient>): ForecastStates {
  return {
    read: (pool) => reachingBlob(`${FORECAST_CONTAINER}/${nameOf(pool)}`, async () => readState(await open(), pool)),
    write: (pool, bytes, tag) =>
      reachingBlob(`${FORECAST_CONTAINER}/${nameOf(pool)}`, async () => {
        const container = await open();
        await container.createIfNotExists();
        return writeState(container.getBlockBlobClient(nameOf(pool)), await compress(bytes), tag);
      }),
  };
}

async function writeState(
  client: BlockBlobClient,
  bytes: Buffer,
  tag: string | undefined,
): Promise<string | undefined> {
  const conditions = tag === undefined ? { ifNoneMatch: '*' } : { ifMatch: tag };
  const write = randomUUID();
  try {
    return (await client.upload(bytes, bytes.length, { conditions, metadata: { write } })).etag;
  } catch (error) {
    const found = await tagOfOwn(client, write);
    if (found !== undefined) return found;
    if (CONFLICTS.has((error as RestError).statusCode)) return undefined;
    throw error;
  }
}

/** The tag of a blob that this very write has left: its answer was lost, and it was refused when it was sent again. */
async function tagOfOwn(client: BlockBlobClient, write: string): Promise<string | undefined> {
  // Where the blob cannot be read either, the first error says more.
  const found = await client.getProperties().catch(() => undefined);
  return found?.metadata?.['write'] === write ? found.etag : undefined;
}

/** Somebody else has written the blob meanwhile. */
const CONFLICTS: ReadonlySet<number | undefined> = new Set([409, 412]);

async function readState(container: ContainerClient, pool: PoolName): Promise<ForecastState | undefined> {
  try {
    const client = container.getBlockBlobClient(nameOf(pool));
    const { etag = '', contentLength = 0 } = await client.getProperties();
    const isOurs = contentLength <= MOST_BYTES;
    return { bytes: isOurs ? await unpack(await client.downloadToBuffer()) : NOTHING, tag: etag };
  } catch (error) {
    if ((error as RestError).statusCode === 404) return undefined;
    throw error;
  }
}

/** What says nothing: the forecast is learned anew, and written over it. */
const NOTHING = new Uint8Array();

/** What was packed by something else is read as nothing: it must not keep its pool from being looked after. */
function unpack(bytes: Buffer): Promise<Uint8Array> {
  return expand(bytes, { maxOutputLength: MOST_BYTES }).catch(() => NOTHING);
}

function nameOf({ account, poolId }: PoolName): string {
  return `${account}/${poolId.toLowerCase()}.bin.gz`;
}
