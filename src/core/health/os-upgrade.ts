import type { NodeState } from '../pool/node-state.ts';

/** The image of a node, as Batch shows it. */
export interface NodeImage {
  readonly nodeId: string;
  readonly state: NodeState;
  /** Publisher, offer and SKU, or the id of a custom image; `undefined` if Batch shows nothing. */
  readonly image: string | undefined;
  /** The exact version, such as `22.04.202511120`. */
  readonly version: string | undefined;
}

/** How many nodes of a pool run the newest version of their image. */
export interface OsUpgradeReport {
  /** The newest version; `undefined` if none is known. */
  readonly newest: string | undefined;
  /** Its source: `published` is what Azure offers, `nodes` only what the nodes of the pool run. */
  readonly source: 'published' | 'nodes';
  readonly nodes: readonly NodeUpgrade[];
}

/**
 * - `current`: runs the newest version, or one that is newer than any listed
 * - `upgrading`: is in `upgradingos` now
 * - `behind`: runs an older version
 * - `missed`: runs an older version and is deallocated, so it cannot be upgraded before it is started
 * - `unknown`: shows no version
 */
export type UpgradeStanding = 'current' | 'upgrading' | 'behind' | 'missed' | 'unknown';

export interface NodeUpgrade extends NodeImage {
  readonly standing: UpgradeStanding;
}

/**
 * Compares the image versions of a pool's nodes with the newest published one or, if none is known, with each other; then a
 * pool whose nodes are all behind looks up to date.
 */
export function reportOsUpgrade(nodes: readonly NodeImage[], published: readonly string[]): OsUpgradeReport {
  const versions = published.length > 0 ? published : nodes.flatMap(({ version }) => version ?? []);
  const newest = versions.toSorted(compareVersions).at(-1);
  const source = published.length > 0 ? 'published' : 'nodes';
  return { newest, source, nodes: nodes.map((node) => ({ ...node, standing: standingOf(node, newest) })) };
}

/** Compares versions numerically, part by part: 1.2 is before 1.10. */
export function compareVersions(a: string, b: string): number {
  const [left, right] = [partsOf(a), partsOf(b)];
  for (let index = 0; index < Math.max(left.length, right.length); index += 1) {
    const difference = (left[index] ?? 0) - (right[index] ?? 0);
    if (difference !== 0) return difference;
  }
  return 0;
}

function standingOf({ state, version }: NodeImage, newest: string | undefined): UpgradeStanding {
  if (state === 'upgradingos') return 'upgrading';
  if (version === undefined || newest === undefined) return 'unknown';
  if (compareVersions(version, newest) >= 0) return 'current';
  return state === 'deallocated' || state === 'deallocating' ? 'missed' : 'behind';
}

function partsOf(version: string): readonly number[] {
  return version.split('.').map((part) => Number.parseInt(part, 10) || 0);
}
