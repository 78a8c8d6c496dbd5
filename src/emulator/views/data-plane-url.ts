/** The address of a resource on the data plane. */
export function dataPlaneUrl(baseUrl: string, ...segments: readonly string[]): string {
  return [baseUrl, ...segments].join('/');
}

/** The `odata.metadata` of a list, or of one element of it. */
export function metadataOf(baseUrl: string, collection: string, element = false): string {
  return `${baseUrl}/$metadata#${collection}${element ? '/@Element' : ''}`;
}
