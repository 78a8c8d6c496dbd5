import type { ArmImageVersion } from '../../../wire/arm-image.ts';
import type { Operation } from '../../http/operation.ts';
import { publishedVersions } from '../../world/images.ts';

/**
 * GET …/providers/Microsoft.Compute/locations/{location}/publishers/{publisher}/artifacttypes/vmimage/offers/{offer}/skus/{sku}/versions
 * (Azure Compute, api-version 2024-07-01)
 * https://learn.microsoft.com/rest/api/compute/virtual-machine-images/list
 *
 * The only operation of Azure Compute: Batch itself does not say which versions of an image were published.
 */
export const armListImageVersions: Operation = {
  name: 'VirtualMachineImages_List',
  plane: 'management',
  method: 'GET',
  path: '/subscriptions/{subscriptionId}/providers/Microsoft.Compute/locations/{location}/publishers/{publisher}/artifacttypes/vmimage/offers/{offer}/skus/{sku}/versions',
  handle: ({ path }, { world }) => {
    const { subscriptionId, location = '', publisher = '', offer = '', sku = '' } = path;
    const folder = `/Subscriptions/${subscriptionId}/Providers/Microsoft.Compute/Locations/${location}/Publishers/${publisher}/ArtifactTypes/VMImage/Offers/${offer}/Skus/${sku}/Versions`;
    const body: readonly ArmImageVersion[] = publishedVersions(world, { publisher, offer, sku }).map((name) => ({
      location,
      name,
      id: `${folder}/${name}`,
    }));
    return { status: 200, body };
  },
};
