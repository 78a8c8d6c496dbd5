import type { WireSupportedImage } from '../../wire/supported-image.ts';
import type { SupportedImage } from '../world/supported-images.ts';

/** An image as the data plane shows it. */
export function toWireSupportedImage(image: SupportedImage): WireSupportedImage {
  const [publisher = '', offer = '', sku = ''] = image.name.split(':');
  return {
    nodeAgentSKUId: image.nodeAgent,
    imageReference: { publisher, offer, sku, version: 'latest' },
    osType: image.nodeAgent.includes('windows') ? 'windows' : 'linux',
    ...(image.capabilities.length > 0 && { capabilities: image.capabilities }),
    ...(image.endOfLife !== undefined && { batchSupportEndOfLife: `${image.endOfLife}T00:00:00Z` }),
    verificationType: image.verified ? 'verified' : 'unverified',
  };
}
