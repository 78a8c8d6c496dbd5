import type { TokenCredential } from '@azure/core-auth';
import type { ContainerClient } from '@azure/storage-blob';
import type { StorageConfig } from '../../config/storage.ts';
import { AppError } from '../../ports/errors.ts';
import { withPatience } from '../../ports/patience.ts';
import { STORAGE_PATIENCE_MS } from '../storage-patience.ts';

/** A container of blobs, opened at the first use, because the library is a large part of a cold start. */
export function blobContainer(
  storage: StorageConfig,
  credential: () => TokenCredential,
  name: string,
): () => Promise<ContainerClient> {
  let opening: Promise<ContainerClient> | undefined;
  return () => {
    opening ??= connect(storage, credential, name);
    return opening;
  };
}

/** Uses a blob. @throws AppError as it is; StorageUnavailable, naming the blob, for any other error and for a timeout */
export async function reachingBlob<Result>(
  blob: string,
  operation: () => Promise<Result>,
  patienceMs: number = STORAGE_PATIENCE_MS,
): Promise<Result> {
  try {
    return await withPatience(operation(), patienceMs);
  } catch (error) {
    if (error instanceof AppError) throw error;
    throw new AppError('StorageUnavailable', `The blob ${blob} could not be used.`, { cause: error });
  }
}

async function connect(
  storage: StorageConfig,
  credential: () => TokenCredential,
  name: string,
): Promise<ContainerClient> {
  const { BlobServiceClient } = await import('@azure/storage-blob');
  if (storage.kind === 'connection-string') {
    return BlobServiceClient.fromConnectionString(storage.connectionString).getContainerClient(name);
  }
  if (storage.blobs === undefined) {
    throw new AppError(
      'Misconfigured',
      `AzureWebJobsStorage__blobServiceUri is missing: the container ${name} is in blobs.`,
    );
  }
  return new BlobServiceClient(storage.blobs, credential()).getContainerClient(name);
}
