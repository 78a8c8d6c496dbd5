import { randomBytes } from 'node:crypto';
import type { ContainerClient } from '@azure/storage-blob';
import { describe, expect, it } from 'vitest';
import { blobContainer } from '../../../src/adapters/blobs/blob-container.ts';
import { FORECAST_CONTAINER, forecastBlobs } from '../../../src/adapters/blobs/forecast-blobs.ts';
import type { ForecastStates } from '../../../src/ports/forecast-states.ts';
import { onBlobs, onEach } from '../../contract/backend.ts';

const noToken = () => {
  throw new Error('No token is needed here.');
};

const POOL = { account: 'demo', poolId: 'render' };

/** A container in which somebody else overwrites a blob after the first response about it. */
async function overwriting(opening: Promise<ContainerClient>, write: () => Promise<unknown>): Promise<ContainerClient> {
  const container = await opening;
  const open = container.getBlockBlobClient.bind(container);
  container.getBlockBlobClient = (name) => {
    const client = open(name);
    let wrote: Promise<unknown> | undefined;
    const andThen = async <Answer>(answer: Answer): Promise<Answer> => {
      wrote ??= write();
      await wrote;
      return answer;
    };
    const [getProperties, download] = [client.getProperties.bind(client), client.download.bind(client)];
    client.getProperties = async (...asked) => andThen(await getProperties(...asked));
    client.download = async (...asked) => andThen(await download(...asked));
    return client;
  };
  return container;
}

const backend = onBlobs((storage) => {
  const containerOf = () => blobContainer(storage, noToken, FORECAST_CONTAINER);
  const well = forecastBlobs(containerOf());
  const opened = containerOf();
  return {
    well,
    read: (write: () => Promise<unknown>) => forecastBlobs(() => overwriting(opened(), write)).read(POOL),
  };
});

describe('reading a blob that somebody overwrites meanwhile', () => {
  let blobs: { readonly well: ForecastStates; readonly read: ReturnType<typeof backend.open>['read'] };
  onEach(backend, (port) => {
    blobs = port;
  });

  it('gives one version whole, with its own tag', async () => {
    const [before, after] = [randomBytes(2000), randomBytes(200_000)];
    const tag = await blobs.well.write(POOL, before, undefined);
    const found = await blobs.read(() => blobs.well.write(POOL, after, tag));
    expect(found).toEqual({ bytes: expect.any(Uint8Array), tag });
    expect(Buffer.from(found?.bytes ?? []).equals(before)).toBe(true);
  });
});
