import type { Readable } from 'node:stream';
import { buffer } from 'node:stream/consumers';
import type { BlobClient, RestError } from '@azure/storage-blob';

/** A version of a blob. */
export interface BlobVersion {
  /** `undefined` if it is larger than was asked for. */
  readonly bytes: Buffer | undefined;
  /** Its ETag. */
  readonly tag: string;
}

/**
 * Reads a blob of at most `mostBytes`, and its version; `undefined` if there is none. Both come from one response: the SDK's
 * `downloadToBuffer` asks for the length first, and of a blob that is overwritten with more in between it returns a part.
 */
export async function readBlob(client: BlobClient, mostBytes: number): Promise<BlobVersion | undefined> {
  try {
    const { etag: tag = '', contentLength = 0, readableStreamBody } = await client.download();
    const body = readableStreamBody as Readable;
    if (contentLength <= mostBytes) return { bytes: await buffer(body), tag };
    body.destroy();
    return { bytes: undefined, tag };
  } catch (error) {
    if ((error as RestError).statusCode === 404) return undefined;
    throw error;
  }
}
