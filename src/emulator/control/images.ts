import * as z from 'zod';
import { beginRollout } from '../life/os-upgrade.ts';
import { newestOf, publishImage } from '../world/images.ts';
import type { Control } from './control.ts';

const PART = z.string().min(1);
const IMAGE = z.strictObject({ publisher: PART, offer: PART, sku: PART, version: PART });

/** GET images: the published versions of each image, and the progress of their rollout in each pool. */
export const readImages: Control = (world) => ({
  images: [...world.images].map(([image, versions]) => ({ image, version: newestOf(versions), versions })),
  rollouts: [...world.accounts.values()].flatMap((account) =>
    [...account.pools.values()].flatMap(({ id, rollout }) =>
      rollout === undefined ? [] : [{ account: account.name, pool: id, ...rollout }],
    ),
  ),
});

/** POST images: publishes a version of an image; pools with Auto OS Upgrade that follow the newest version begin to upgrade. */
export const addImage: Control = (world, input) => {
  const image = IMAGE.parse(input.body);
  for (const pool of publishImage(world, image)) beginRollout(world, pool, image.version);
  return readImages(world, input);
};
