import * as z from 'zod';
import { newestOf, publishImage } from '../world/images.ts';
import { beginRollout } from '../world/os-upgrade.ts';
import type { Control } from './control.ts';

const PART = z.string().min(1);
const IMAGE = z.strictObject({ publisher: PART, offer: PART, sku: PART, version: PART });

/** GET images: the versions of each image that were published, and how far it has rolled through the pools. */
export const readImages: Control = (world) => ({
  images: [...world.images].map(([image, versions]) => ({ image, version: newestOf(versions), versions })),
  rollouts: [...world.accounts.values()].flatMap((account) =>
    [...account.pools.values()].flatMap(({ id, rollout }) =>
      rollout === undefined ? [] : [{ account: account.name, pool: id, ...rollout }],
    ),
  ),
});

/** POST images: publishes a version of an image; pools with Auto OS Upgrade that ask for the newest begin to take it. */
export const addImage: Control = (world, input) => {
  const image = IMAGE.parse(input.body);
  for (const pool of publishImage(world, image)) beginRollout(world, pool, image.version);
  return readImages(world, input);
};
