/** The blob service, which stores the state of forecasts and the archive of the audit log. */
export interface BlobService {
  /** Sends one small request. @throws AppError StorageUnavailable if the service cannot be reached */
  reach(): Promise<void>;
}

export interface HasBlobService {
  /** `undefined` if its address is not configured; nothing uses blobs then. */
  readonly blobService: BlobService | undefined;
}
