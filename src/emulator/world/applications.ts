import type { Account } from './world.ts';

/** An application of an account, with the versions of its package that pools name. */
export interface Application {
  readonly ordinal: number;
  readonly id: string;
  readonly versions: readonly string[];
}

interface PackageReference {
  readonly id?: string;
  readonly version?: string;
}

/** On purpose: an account has the applications that its pools name, since any may be named. */
export function applicationsOf({ pools }: Account): readonly Application[] {
  const versions = new Map<string, Set<string>>();
  for (const { settings } of pools.values()) {
    for (const { id = '', version } of (settings['applicationPackages'] ?? []) as readonly PackageReference[]) {
      // A pool names an application by its resource id on one plane and by its own id on the other.
      const name = id.split('/').at(-1) ?? '';
      const known = versions.get(name) ?? new Set();
      versions.set(name, version === undefined || version === '' ? known : known.add(version));
    }
  }
  return [...versions]
    .toSorted(([a], [b]) => (a < b ? -1 : 1))
    .map(([id, of], index) => ({ ordinal: index + 1, id, versions: [...of].toSorted() }));
}
