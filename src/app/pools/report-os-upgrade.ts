import { type NodeImage, type OsUpgradeReport, reportOsUpgrade } from '../../core/health/os-upgrade.ts';
import type { PoolName } from '../../core/pool/pool-name.ts';
import { describeError } from '../../core/text/describe-error.ts';
import type { HasBatchReader } from '../../ports/batch.ts';
import { AppError } from '../../ports/errors.ts';
import type { HasPublishedImages, PlatformImage } from '../../ports/published-images.ts';
import { poolNotFound, requireAccount } from './require-pool.ts';

/** Which nodes of a pool run the newest version of its image. */
export interface PoolUpgradeReport extends OsUpgradeReport {
  /** Why the published versions are not known; `undefined` if they are. */
  readonly because: string | undefined;
}

/**
 * The nodes of a pool that run an older image than the newest published one, and those that missed it because they were
 * deallocated.
 * @throws AppError AccountNotFound, PoolNotFound
 */
export async function reportPoolUpgrade(
  ports: HasBatchReader & HasPublishedImages,
  pool: PoolName,
): Promise<PoolUpgradeReport> {
  requireAccount(ports, pool.account);
  const images = await ports.batch.listImages(pool);
  if (images === undefined) throw poolNotFound(pool);
  const { versions, because } = await publishedVersions(ports, pool, images);
  return {
    ...reportOsUpgrade(
      images.toSorted((a, b) => (a.nodeId < b.nodeId ? -1 : 1)),
      versions,
    ),
    because,
  };
}

interface Published {
  readonly versions: readonly string[];
  readonly because?: string;
}

/** Without published versions the report is still useful, so a failure is only a note. */
async function publishedVersions(
  ports: HasPublishedImages,
  { account }: PoolName,
  nodes: readonly NodeImage[],
): Promise<Published> {
  const names = [...new Set(nodes.flatMap(({ image }) => image ?? []))];
  const [name] = names;
  if (name === undefined) return { versions: [], because: 'no node shows its image' };
  if (names.length > 1) return { versions: [], because: 'the nodes of the pool have different images' };
  const image = platformImage(name);
  if (image === undefined) return { versions: [], because: `${name} is not an image of the marketplace` };
  try {
    const versions = await ports.batch.listPublishedVersions(account, image);
    return versions.length > 0 ? { versions } : { versions, because: `Azure lists no version of ${name} there` };
  } catch (error) {
    if (!(error instanceof AppError)) throw error;
    return { versions: [], because: describeError(error) };
  }
}

/** Publisher, offer and SKU contain no slash; the resource id of a custom image does. */
function platformImage(name: string): PlatformImage | undefined {
  const [publisher = '', offer = '', sku = '', ...rest] = name.split('/');
  return publisher === '' || sku === '' || rest.length > 0 ? undefined : { publisher, offer, sku };
}
