import { pipeline } from 'node:stream';
import { promisify } from 'node:util';
import { createGunzip, gzip } from 'node:zlib';
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

const compress = promisify(gzip);

/**
 * The longest transfer of a file, in milliseconds. The size of a file is not bounded, but no function runs longer (host.json).
 */
const PATIENCE_MS = 300_000;

/**
 * Compressed files of JSON Lines in blobs. The library is loaded at the first use, because it is a large part of a cold start.
 */
export function blobArchive(storage: StorageConfig, credential: () => TokenCredential): AuditArchive {
  const open = blobContainer(storage, credential, CONTAINER);
  const reaching = <Result>(name: string, operation: () => Promise<Result>) =>
    reachingBlob(`${CONTAINER}/${name}`, operation, PATIENCE_MS);
  return {
    stage: (name, part, records) =>
      reaching(name, async () => {
        const container = await open();
        await container.createIfNotExists();
        // Archives in a row are one archive, so that a file can be read as a whole.
        const block = await compress(toLines(records));
        await container.getBlockBlobClient(name).stageBlock(blockId(part), block, block.length);
      }),
    commit: (name, parts) =>
      reaching(name, async () => {
        const blocks = Array.from({ length: parts }, (_, part) => blockId(part));
        // As a content encoding, some clients would decompress it.
        const options = { blobHTTPHeaders: { blobContentType: 'application/gzip' } };
        await (await open()).getBlockBlobClient(name).commitBlockList(blocks, options);
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

/** "For a given blob, the length of the value specified for the blockid parameter must be the same size for each block." */
function blockId(part: number): string {
  return Buffer.from(String(part).padStart(8, '0')).toString('base64');
}

/** One record per line, as in an export. */
function toLines(records: readonly AuditRecord[]): string {
  return records.map((record) => `${JSON.stringify(toAuditView(record))}\n`).join('');
}

/** The size of a batch of records. */
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

/** The reader at the end of a pipeline gets the error. */
function ignored(): void {}

function recordIn(line: string): AuditRecord | undefined {
  try {
    return fromAuditView(JSON.parse(line));
  } catch {
    return undefined;
  }
}
