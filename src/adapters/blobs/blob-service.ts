import type { StorageConfig } from '../../config/storage.ts';
import type { BlobService } from '../../ports/blob-service.ts';
import { AppError } from '../../ports/errors.ts';
import { STORAGE_PATIENCE_MS } from '../storage-patience.ts';

/**
 * The blob service of the storage account, called without its library, which is a large part of a cold start: any response but
 * an error of the service shows that it is available. `undefined` if its address is not known.
 */
export function blobService(storage: StorageConfig): BlobService | undefined {
  const address = storage.kind === 'identity' ? storage.blobs : addressIn(storage.connectionString);
  if (address === undefined) return undefined;
  return {
    reach: async () => {
      const status = await statusOf(address);
      if (status < 500) return;
      throw new AppError('StorageUnavailable', `The blob service at ${new URL(address).host} answers ${status}.`);
    },
  };
}

async function statusOf(address: string): Promise<number> {
  try {
    const response = await fetch(`${address}?restype=service&comp=properties`, {
      method: 'HEAD',
      signal: AbortSignal.timeout(STORAGE_PATIENCE_MS),
    });
    return response.status;
  } catch (error) {
    throw new AppError('StorageUnavailable', `The blob service at ${new URL(address).host} could not be reached.`, {
      cause: error,
    });
  }
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
