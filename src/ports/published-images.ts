/** An image of the marketplace, whatever its version. */
export interface PlatformImage {
  readonly publisher: string;
  readonly offer: string;
  readonly sku: string;
}

export interface PublishedImages {
  /**
   * The versions of an image that can be had where an account is, in no order. Batch does not know them: Azure Compute is asked.
   * @throws AppError Misconfigured if the account has no resource id; BatchUnavailable if Azure does not answer, or not to us
   */
  listPublishedVersions(account: string, image: PlatformImage): Promise<readonly string[]>;
}

export interface HasPublishedImages {
  readonly batch: PublishedImages;
}
