import type { ContainerClient } from '@azure/storage-blob';
import { describe, expect, it } from 'vitest';
import { blobContainer } from '../../../src/adapters/blobs/blob-container.ts';
import { REPLAY_CONTAINER, replayBlobs } from '../../../src/adapters/blobs/replay-blobs.ts';
import type { ReplayRecord } from '../../../src/ports/replays.ts';
import { onBlobs, onEach } from '../../contract/backend.ts';

const noToken = () => {
  throw new Error('No token is needed here.');
};

const REPLAY: ReplayRecord = {
  id: 'night',
  account: 'demo',
  poolId: 'render',
  status: 'waiting',
  requestedAt: 0,
  actor: 'test',
  days: 1,
  timeZone: 'Etc/UTC',
  asked: [],
  recommend: false,
  inForce: undefined,
  price: undefined,
  policies: undefined,
  demand: undefined,
  pool: undefined,
  leastHours: undefined,
  results: [],
  recommendation: undefined,
  problem: undefined,
};

/** A container whose response to each upload is lost, so that the SDK sends the same request again. */
async function losingResponses(opening: Promise<ContainerClient>): Promise<ContainerClient> {
  const container = await opening;
  const open = container.getBlockBlobClient.bind(container);
  container.getBlockBlobClient = (name) => {
    const client = open(name);
    const upload = client.upload.bind(client);
    client.upload = async (...request) => {
      await upload(...request);
      return upload(...request);
    };
    return client;
  };
  return container;
}

const backend = onBlobs((storage) => {
  const containerOf = () => blobContainer(storage, noToken, REPLAY_CONTAINER);
  const losing = containerOf();
  return { well: replayBlobs(containerOf()), losing: replayBlobs(() => losingResponses(losing())) };
});

describe('a write of a blob whose response is lost', () => {
  let replays: ReturnType<typeof backend.open>;
  onEach(backend, (port) => {
    replays = port;
  });

  it('counts as made: the replay that it continues goes on', async () => {
    await replays.well.create(REPLAY);
    const tag = (await replays.well.get(REPLAY.id))?.tag ?? '';
    expect(await replays.losing.update({ ...REPLAY, status: 'running' }, tag)).toBe(true);
    expect(await replays.losing.update({ ...REPLAY, status: 'failed' }, tag)).toBe(false);
    expect((await replays.well.get(REPLAY.id))?.replay.status).toBe('running');
  });
});
