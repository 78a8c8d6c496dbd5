import type { ExtensionIdentity } from './extension.ts';
import type { FoundExtension } from './probe.ts';

/** A difference between what a node has and what its pool declares. */
export interface Deviation {
  readonly kind: 'missing' | 'unexpected' | 'wrong-version';
  readonly extension: string;
  /** One sentence for people. */
  readonly reason: string;
}

/**
 * Compares the extensions that a pool declares with those of a node. Batch's own extension is on every node and declared by no
 * pool.
 */
export function compareDeclared(
  declared: readonly ExtensionIdentity[],
  found: readonly FoundExtension[],
): readonly Deviation[] {
  const own = found.filter(({ ofBatch }) => !ofBatch);
  const pairs = declared.map((wanted) => ({ wanted, there: matchOf(wanted, own) }));
  const matched = new Set(pairs.map(({ there }) => there));
  return [
    ...pairs.flatMap(({ wanted, there }) => (there === undefined ? [missing(wanted)] : wrongVersion(wanted, there))),
    ...own.filter((extension) => !matched.has(extension)).map(unexpected),
  ];
}

/**
 * The extension of a node that matches a declared one: by either of its names, which can differ; otherwise by publisher and
 * type, of which a machine has one.
 */
export function matchOf(wanted: ExtensionIdentity, found: readonly FoundExtension[]): FoundExtension | undefined {
  const name = wanted.name.toLowerCase();
  return (
    found.find((one) => one.name.toLowerCase() === name) ??
    found.find((one) => one.otherName?.toLowerCase() === name) ??
    found.find((one) => wanted.type !== undefined && handlerOf(one) === handlerOf(wanted))
  );
}

function handlerOf({ publisher = '', type = '' }: Pick<ExtensionIdentity, 'publisher' | 'type'>): string {
  return `${publisher}/${type}`.toLowerCase();
}

function missing({ name }: ExtensionIdentity): Deviation {
  return { kind: 'missing', extension: name, reason: `${name} is declared and not on the node` };
}

function unexpected({ name }: FoundExtension): Deviation {
  return { kind: 'unexpected', extension: name, reason: `${name} is on the node and not declared` };
}

/** With `autoUpgradeMinorVersion`, a later minor version of the same major version is as declared. */
function wrongVersion(wanted: ExtensionIdentity, { version }: FoundExtension): readonly Deviation[] {
  if (wanted.version === undefined || version === undefined) return [];
  const [wantedMajor = 0, wantedMinor = 0] = numbersIn(wanted.version);
  const [major = 0, minor = 0] = numbersIn(version);
  const isLater = wanted.autoUpgradeMinorVersion === true && minor > wantedMinor;
  if (major === wantedMajor && (minor === wantedMinor || isLater)) return [];
  const reason = `${wanted.name} is declared in version ${wanted.version} and has ${version}`;
  return [{ kind: 'wrong-version', extension: wanted.name, reason }];
}

function numbersIn(version: string): readonly number[] {
  return version.split('.').map((part) => Number.parseInt(part, 10) || 0);
}
