/** A marketplace image, regardless of its version. */
export interface PlatformImage {
  readonly publisher: string;
  readonly offer: string;
  readonly sku: string;
}

export interface PublishedImages {
  /**
   * The versions of an image that are available in the region of an account, in no particular order. They come from Azure
   * Compute, because Batch does not list them.
   * @throws AppError Misconfigured if the account has no resource id; BatchUnavailable if Azure does not respond or denies
   * access
   */
  listPublishedVersions(account: string, image: PlatformImage): Promise<readonly string[]>;
}

export interface HasPublishedImages {
  readonly batch: PublishedImages;
}
