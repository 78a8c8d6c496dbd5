/** The service that keeps blobs: what forecasts have learned, and the archive of the audit log. */
export interface BlobService {
  /** Makes one small request, which fails if the service cannot be reached. @throws AppError StorageUnavailable */
  reach(): Promise<void>;
}

export interface HasBlobService {
  /** `undefined` where its address is not known: then nothing uses it. */
  readonly blobService: BlobService | undefined;
}
