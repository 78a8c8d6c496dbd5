import type { PlatformImage } from '../../../ports/published-images.ts';
import type { ArmImageVersion } from '../../../wire/arm-image.ts';
import { strangeResponse } from '../client/batch-failure.ts';
import { membersOf } from '../from-wire/members-of.ts';
import { armFailure, isArmSuccess, readingArm } from './arm-failure.ts';
import type { ArmSend } from './arm-sender.ts';

/** A version of the Azure Compute API, which has versions of its own. */
const COMPUTE_API_VERSION = '2024-07-01';

/**
 * The published versions of an image in a region.
 * https://learn.microsoft.com/rest/api/compute/virtual-machine-images/list (api-version 2024-07-01); it needs the action
 * `Microsoft.Compute/locations/publishers/artifacttypes/offers/skus/versions/read` on the subscription.
 * @throws AppError BatchUnavailable
 */
export async function listImageVersions(
  send: ArmSend,
  { subscription, location }: { readonly subscription: string; readonly location: string },
  { publisher, offer, sku }: PlatformImage,
): Promise<readonly string[]> {
  const what = `Listing the versions of the image ${publisher}/${offer}/${sku} in ${location}`;
  const [p, o, s, l] = [publisher, offer, sku, location].map(encodeURIComponent);
  const path = `/subscriptions/${subscription}/providers/Microsoft.Compute/locations/${l}/publishers/${p}/artifacttypes/vmimage/offers/${o}/skus/${s}/versions`;
  const answer = await readingArm(what, () => send({ method: 'GET', path, apiVersion: COMPUTE_API_VERSION }));
  if (!isArmSuccess(answer)) throw armFailure(what, answer);
  if (!Array.isArray(answer.body)) throw strangeResponse(what, 'no list of versions');
  const named = answer.body.map((version) => membersOf(version)['name' satisfies keyof ArmImageVersion]);
  return named.filter((name) => typeof name === 'string');
}
