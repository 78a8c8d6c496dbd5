import type { Operation } from '../../http/operation.ts';
import { WORD } from '../../odata/filter.ts';
import { listAnswer } from '../../odata/listing.ts';
import { toWireSupportedImage } from '../../views/supported-image-view.ts';
import { SUPPORTED_IMAGES } from '../../world/supported-images.ts';

/** https://learn.microsoft.com/rest/api/batchservice/odata-filters-in-batch, list supported images */
const FILTERABLE = { osType: WORD, verificationType: WORD, nodeAgentSKUId: WORD } as const;

/**
 * GET /supportedimages (api-version 2025-06-01)
 * https://learn.microsoft.com/rest/api/batchservice/pools/list-supported-images
 */
export const listSupportedImages: Operation = {
  name: 'Pools_ListSupportedImages',
  plane: 'data',
  method: 'GET',
  path: '/supportedimages',
  handle: (request) =>
    listAnswer(request, {
      items: SUPPORTED_IMAGES,
      view: toWireSupportedImage,
      filterable: FILTERABLE,
      collection: 'supportedimages',
      path: '/supportedimages',
      largestPage: 1000,
    }),
};
