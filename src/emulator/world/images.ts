import type { Pool, World } from './world.ts';

/** A platform image as a pool names it. */
export interface ImageReference {
  readonly publisher?: string;
  readonly offer?: string;
  readonly sku?: string;
  readonly version?: string;
}

/** The initial version of every image. */
const FIRST_VERSION = '1.0.0';

/** The image of a pool; without a publisher it is a custom image, of which no versions are published here. */
export function imageOf({ settings }: Pool): ImageReference {
  return (settings.deploymentConfiguration.virtualMachineConfiguration?.['imageReference'] ?? {}) as ImageReference;
}

/** Does a pool follow the newest version? "If this value is not specified, the value of 'latest' is used." */
export function followsLatest(pool: Pool): boolean {
  const { publisher, version = 'latest' } = imageOf(pool);
  return publisher !== undefined && version.toLowerCase() === 'latest';
}

/** The version of a node that is created now. */
export function newestImageOf(world: World, pool: Pool): string {
  const image = imageOf(pool);
  if (!followsLatest(pool)) return image.version ?? FIRST_VERSION;
  return publishedVersions(world, image).at(-1) ?? FIRST_VERSION;
}

/** The published versions of an image, the lowest first; every image has one from the beginning. */
export function publishedVersions({ images }: World, image: ImageReference): readonly string[] {
  return [FIRST_VERSION, ...(images.get(keyOf(image)) ?? [])].toSorted(compareVersions);
}

/** Publishes a version of an image and returns the pools that use the newest version, if this is the newest. */
export function publishImage(world: World, image: Required<ImageReference>): readonly Pool[] {
  const present = world.images.get(keyOf(image)) ?? [];
  world.images.set(keyOf(image), [...present.filter((version) => version !== image.version), image.version]);
  if (publishedVersions(world, image).at(-1) !== image.version) return [];
  const pools = [...world.accounts.values()].flatMap((account) => [...account.pools.values()]);
  return pools.filter((pool) => followsLatest(pool) && keyOf(imageOf(pool)) === keyOf(image));
}

/** The newest of versions. */
export function newestOf(versions: readonly string[]): string | undefined {
  return versions.toSorted(compareVersions).at(-1);
}

/** By their numbers, part by part: 1.2 is before 1.10. */
function compareVersions(a: string, b: string): number {
  const [left, right] = [a, b].map((version) => version.split('.').map(Number));
  const differences = (left ?? []).map((part, index) => part - (right?.[index] ?? 0));
  return differences.find((difference) => difference !== 0) || (left?.length ?? 0) - (right?.length ?? 0);
}

function keyOf({ publisher = '', offer = '', sku = '' }: ImageReference): string {
  return `${publisher}/${offer}/${sku}`.toLowerCase();
}
