import { randomUUID } from 'node:crypto';
import type { BlockBlobClient, RestError } from '@azure/storage-blob';

/** Statuses that say that somebody else has written the blob meanwhile. */
const CONFLICTS: ReadonlySet<number | undefined> = new Set([409, 412]);

/**
 * Uploads a blob over the one with `tag`, or, without `tag`, as a new one.
 * @returns its new ETag; `undefined`, and nothing was written, if somebody else has written the blob since
 *
 * If a response is lost, the SDK sends the same request again, and the service refuses it because of the first one. Therefore
 * each write stores an id in the metadata: if the blob has this id, the write was made, whatever the response.
 */
export async function uploadOnce(
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

/** The ETag of a blob that this very write has left: its response was lost, and the retry was refused. */
async function tagOfOwn(client: BlockBlobClient, write: string): Promise<string | undefined> {
  // If the blob cannot be read either, the first error says more.
  const found = await client.getProperties().catch(() => undefined);
  return found?.metadata?.['write'] === write ? found.etag : undefined;
}
