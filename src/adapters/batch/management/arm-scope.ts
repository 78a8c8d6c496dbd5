/**
 * The scope of the access tokens for Azure Resource Manager. In each cloud it accepts its own address, such as
 * `https://management.usgovcloudapi.net`. Whatever stands in its place, such as a proxy, takes tokens of the public cloud.
 */
export function armScope(armEndpoint: string): string {
  const isOfACloud = new URL(armEndpoint).hostname.startsWith('management.');
  return `${isOfACloud ? armEndpoint : 'https://management.azure.com'}/.default`;
}
