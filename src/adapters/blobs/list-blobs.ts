import type { BlobItem, ContainerClient } from '@azure/storage-blob';
import { unrepeated } from '../unrepeated.ts';

/** The blobs of a container; none if there is no container. */
export async function* listBlobs(container: ContainerClient): AsyncGenerator<BlobItem> {
  if (!(await container.exists())) return;
  const follow = unrepeated((fault) => new Error(`Listing the container ${container.containerName} failed: ${fault}`));
  for await (const { segment, continuationToken } of container.listBlobsFlat().byPage()) {
    follow(continuationToken || undefined);
    yield* segment.blobItems;
  }
}
