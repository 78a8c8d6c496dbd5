import { blobArchive } from '../../../src/adapters/blobs/blob-archive.ts';
import { auditArchiveContract } from '../../contract/audit-archive.ts';
import { onBlobs } from '../../contract/backend.ts';

auditArchiveContract(
  onBlobs((storage) =>
    blobArchive(storage, () => {
      throw new Error('No token is needed here.');
    }),
  ),
);
