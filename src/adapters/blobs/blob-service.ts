import type { TokenCredential } from '@azure/core-auth';
import type { StorageConfig } from '../../config/storage.ts';
import type { BlobService } from '../../ports/blob-service.ts';

/**
 * The blob service of the storage account, called without its library, which is a large part of a cold start. An identity shows
 * that it may read a container, which need not exist. Without one, any response but an error of the service shows that it is
 * available: whether the key is right is seen by the check of the tables. `undefined` if its address is not known.
 */
export function blobService(storage: StorageConfig, credential: () => TokenCredential): BlobService | undefined {
  if (storage.kind === 'identity') {
    const { blobs } = storage;
    if (blobs === undefined) return undefined;
    return { reach: async () => (await import('./reach-blob-service.ts')).reachAs(credential(), blobs) };
  }
  const address = addressIn(storage.connectionString);
  if (address === undefined) return undefined;
  return { reach: async () => (await import('./reach-blob-service.ts')).reachAnonymously(address) };
}

/** https://learn.microsoft.com/azure/storage/common/storage-configure-connection-string */
function addressIn(connectionString: string): string | undefined {
  const parts = new Map(
    connectionString.split(';').map((part) => {
      const [name = '', ...value] = part.split('=');
      return [name.toLowerCase(), value.join('=')];
    }),
  );
  const account = parts.get('accountname');
  if (parts.has('blobendpoint')) return parts.get('blobendpoint');
  if (account === undefined) return undefined;
  const protocol = parts.get('defaultendpointsprotocol') ?? 'https';
  return `${protocol}://${account}.blob.${parts.get('endpointsuffix') ?? 'core.windows.net'}`;
}
