import type { Pool, World } from './world.ts';

/** A platform image as a pool names it. */
export interface ImageReference {
  readonly publisher?: string;
  readonly offer?: string;
  readonly sku?: string;
  readonly version?: string;
}

/** The version of an image of which nothing has been published yet. */
const FIRST_VERSION = '1.0.0';

/** The image of a pool; without a publisher it is somebody's own, which nobody publishes here. */
export function imageOf({ settings }: Pool): ImageReference {
  return (settings.deploymentConfiguration.virtualMachineConfiguration?.['imageReference'] ?? {}) as ImageReference;
}

/** Does a pool ask for whatever version is the newest? "If this value is not specified, the value of 'latest' is used." */
export function followsLatest(pool: Pool): boolean {
  const { publisher, version = 'latest' } = imageOf(pool);
  return publisher !== undefined && version.toLowerCase() === 'latest';
}

/** The version that a node gets that is made now. */
export function newestImageOf(world: World, pool: Pool): string {
  const image = imageOf(pool);
  if (!followsLatest(pool)) return image.version ?? FIRST_VERSION;
  return world.images.get(keyOf(image)) ?? FIRST_VERSION;
}

/** Publishes a version of an image. Gives the pools that ask for the newest of it. */
export function publishImage(world: World, image: Required<ImageReference>): readonly Pool[] {
  world.images.set(keyOf(image), image.version);
  const pools = [...world.accounts.values()].flatMap((account) => [...account.pools.values()]);
  return pools.filter((pool) => followsLatest(pool) && keyOf(imageOf(pool)) === keyOf(image));
}

function keyOf({ publisher = '', offer = '', sku = '' }: ImageReference): string {
  return `${publisher}/${offer}/${sku}`.toLowerCase();
}
