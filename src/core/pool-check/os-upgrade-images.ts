/**
 * Images that scale sets can upgrade automatically, as `publisher/offer/sku` in lower case.
 * https://learn.microsoft.com/azure/virtual-machine-scale-sets/virtual-machine-scale-sets-automatic-upgrade#supported-os-images
 */
const SUPPORTED = [
  /^canonical\/0001-com-ubuntu-server-focal\/20_04-lts(-gen2|-arm64)?$/,
  /^canonical\/0001-com-ubuntu-server-jammy\/22_04-lts(-gen2|-arm64)?$/,
  /^canonical\/ubuntu-24_04-lts\/server-arm64$/,
  /^canonical\/0001-com-ubuntu-pro-microsoft\/pro-fips-20_04-gen2$/,
  /^microsoftcblmariner\/cbl-mariner\/cbl-mariner-2(-arm64|-gen2|-fips|-gen2-fips)?$/,
  /^microsoftcblmariner\/azure-linux\/azure-linux-(gen2|3|arm64)$/,
  /^microsoftsqlserver\/sql2017-ws2019\/enterprise$/,
  /^microsoftsqlserver\/sql20(19|22)-ws2022\/enterprise(-gen2)?$/,
  /^microsoftwindowsserver\/windowsserver\/2012-r2-datacenter$/,
  /^microsoftwindowsserver\/windowsserver\/20(16|19|22)-datacenter\b/,
];

/** Is an image (`publisher/offer/sku`) on the list? Letter case is ignored, as in Azure. */
export function isSupportedImage(name: string): boolean {
  return SUPPORTED.some((pattern) => pattern.test(name.toLowerCase()));
}
