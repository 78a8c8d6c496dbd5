import { promisify } from 'node:util';
import { gunzip, gzip } from 'node:zlib';
import type { ContainerClient } from '@azure/storage-blob';
import type { PoolName } from '../../core/pool/pool-name.ts';
import type { ForecastState, ForecastStates } from '../../ports/forecast-states.ts';
import { reachingBlob } from './blob-container.ts';
import { readBlob } from './read-blob.ts';
import { uploadOnce } from './upload-once.ts';

/** The container of forecast models. */
export const FORECAST_CONTAINER = 'lamplighter-forecast';

/** A model of 200,000 nodes is smaller; a larger blob was not written by this app. */
const MOST_BYTES = 64 * 1024 * 1024;
const [compress, expand] = [promisify(gzip), promisify(gunzip)];

/** Forecast models, a compressed blob for each pool. Pools match in any letter case, as in Batch. */
export function forecastBlobs(open: () => Promise<ContainerClient>): ForecastStates {
  return {
    read: (pool) => reachingBlob(`${FORECAST_CONTAINER}/${nameOf(pool)}`, async () => readState(await open(), pool)),
    write: (pool, bytes, tag) =>
      reachingBlob(`${FORECAST_CONTAINER}/${nameOf(pool)}`, async () => {
        const container = await open();
        await container.createIfNotExists();
        return uploadOnce(container.getBlockBlobClient(nameOf(pool)), await compress(bytes), tag);
      }),
  };
}

async function readState(container: ContainerClient, pool: PoolName): Promise<ForecastState | undefined> {
  const found = await readBlob(container.getBlockBlobClient(nameOf(pool)), MOST_BYTES);
  return found && { bytes: found.bytes === undefined ? NOTHING : await unpack(found.bytes), tag: found.tag };
}

/** No content: the forecast learns anew and overwrites the blob. */
const NOTHING = new Uint8Array();

/** Content that cannot be decompressed counts as empty: it must not stop the management of its pool. */
function unpack(bytes: Buffer): Promise<Uint8Array> {
  return expand(bytes, { maxOutputLength: MOST_BYTES }).catch(() => NOTHING);
}

function nameOf({ account, poolId }: PoolName): string {
  return `${account}/${poolId.toLowerCase()}.bin.gz`;
}
