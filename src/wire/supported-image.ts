/**
 * An image that pools can be made from.
 * https://learn.microsoft.com/rest/api/batchservice/pools/list-supported-images#batchsupportedimage (api-version 2025-06-01)
 */
export interface WireSupportedImage {
  readonly nodeAgentSKUId: string;
  readonly imageReference: {
    readonly publisher: string;
    readonly offer: string;
    readonly sku: string;
    readonly version: string;
  };
  readonly osType: 'linux' | 'windows';
  readonly capabilities?: readonly string[];
  readonly batchSupportEndOfLife?: string;
  readonly verificationType: 'verified' | 'unverified';
}
