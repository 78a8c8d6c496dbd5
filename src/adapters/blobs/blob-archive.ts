import { pipeline, Readable } from 'node:stream';
import { createGunzip, createGzip } from 'node:zlib';
import type { TokenCredential } from '@azure/core-auth';
import type { RestError } from '@azure/storage-blob';
import type { StorageConfig } from '../../config/storage.ts';
import type { AuditRecord } from '../../core/audit/record.ts';
import type { AuditArchive } from '../../ports/audit-archive.ts';
import { fromAuditView, toAuditView } from '../../ports/audit-view.ts';
import { AppError } from '../../ports/errors.ts';
import { linesOf } from '../../ports/lines.ts';
import { blobContainer, reachingBlob } from './blob-container.ts';

/** The container of the archive. The name is a contract: people fetch files from it with other tools. */
const CONTAINER = 'lamplighter-audit';

/** What is held of a file on its way: a few blocks of so many bytes. */
const BLOCK_BYTES = 4 * 1024 * 1024;
const BLOCKS_AT_ONCE = 2;

/** A file of a month is as large as what happened in it. No function runs for longer than so (host.json), in milliseconds. */
const PATIENCE_MS = 300_000;

/** Files of JSON Lines, compressed, in blobs. The library is loaded when it is first needed: it is a good part of a cold start. */
export function blobArchive(storage: StorageConfig, credential: () => TokenCredential): AuditArchive {
  const open = blobContainer(storage, credential, CONTAINER);
  const reaching = <Result>(name: string, operation: () => Promise<Result>) =>
    reachingBlob(`${CONTAINER}/${name}`, operation, PATIENCE_MS);
  return {
    write: (name, records) =>
      reaching(name, async () => {
        const container = await open();
        await container.createIfNotExists();
        // Blocks are no file before they are committed, at the end.
        const file = pipeline(Readable.from(toLines(records)), createGzip(), ignored);
        // Said as an encoding, it would be undone by some who fetch it.
        const options = { blobHTTPHeaders: { blobContentType: 'application/gzip' } };
        await container.getBlockBlobClient(name).uploadStream(file, BLOCK_BYTES, BLOCKS_AT_ONCE, options);
      }),
    read: (name) =>
      reaching(name, async () => {
        try {
          const { readableStreamBody } = await (await open()).getBlobClient(name).download();
          return readableStreamBody === undefined ? undefined : fromLines(name, readableStreamBody);
        } catch (error) {
          if ((error as RestError).statusCode === 404) return undefined;
          throw error;
        }
      }),
  };
}

/** A record a line, exactly as an export has it. */
async function* toLines(records: AsyncIterable<readonly AuditRecord[]>): AsyncGenerator<string> {
  for await (const some of records) yield some.map((record) => `${JSON.stringify(toAuditView(record))}\n`).join('');
}

/** Records that are given on at once. */
const BATCH = 500;

async function* fromLines(name: string, file: NodeJS.ReadableStream): AsyncGenerator<readonly AuditRecord[]> {
  let batch: AuditRecord[] = [];
  for await (const line of linesOf(pipeline(file, createGunzip(), ignored))) {
    const record = recordIn(line);
    if (record === undefined)
      throw new AppError('StorageUnavailable', `A line of the blob ${CONTAINER}/${name} is no record.`);
    batch.push(record);
    if (batch.length < BATCH) continue;
    yield batch;
    batch = [];
  }
  if (batch.length > 0) yield batch;
}

/** Whoever takes from the end of a pipeline is told of a failure by it. */
function ignored(): void {}

function recordIn(line: string): AuditRecord | undefined {
  try {
    return fromAuditView(JSON.parse(line));
  } catch {
    return undefined;
  }
}
