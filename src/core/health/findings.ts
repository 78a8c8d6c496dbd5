import type { ApplicationHealthState } from './application-health-state.ts';
import type { Deviation } from './compare-declared.ts';
import type { ExtensionState } from './extension.ts';
import type { FoundExtension } from './probe.ts';

/** The kinds of findings in the answer of a node. */
export type FindingKind =
  | Deviation['kind']
  | 'extension-failed'
  | 'extension-transitioning'
  | 'extension-unknown'
  | 'application-unhealthy'
  | 'application-unknown'
  | 'application-initializing';

/** The weight of a finding: it makes a node unhealthy, makes its health unknown, or is only a note. */
export type Weight = 'unhealthy' | 'unknown' | 'note';

/** Something in the answer of a node. */
export interface WeighedFinding {
  readonly kind: FindingKind;
  readonly extension: string;
  readonly reason: string;
  readonly weight: Weight;
}

/** Every finding in the answer of a node, with its weight. */
export function findingsIn(
  extensions: readonly FoundExtension[],
  deviations: readonly Deviation[],
): readonly WeighedFinding[] {
  return [
    ...extensions.flatMap((extension) => [...stateFindings(extension), ...healthFindings(extension)]),
    ...deviations.map((deviation) => ({ ...deviation, weight: WEIGHT_OF_DEVIATION[deviation.kind] })),
  ];
}

const WEIGHT_OF_DEVIATION = {
  missing: 'unhealthy',
  unexpected: 'note',
  'wrong-version': 'note',
} as const satisfies Record<Deviation['kind'], Weight>;

const OF_STATE = {
  succeeded: undefined,
  failed: { kind: 'extension-failed', weight: 'unhealthy', says: 'has failed' },
  transitioning: { kind: 'extension-transitioning', weight: 'unknown', says: 'is still being installed' },
  unknown: { kind: 'extension-unknown', weight: 'unknown', says: 'does not report its health' },
} as const satisfies Record<ExtensionState, unknown>;

function stateFindings({ name, state, message }: FoundExtension): readonly WeighedFinding[] {
  const found = OF_STATE[state];
  if (found === undefined) return [];
  const { kind, weight, says } = found;
  return [{ kind, weight, extension: name, reason: `${name} ${says}${message === '' ? '' : `: ${message}`}` }];
}

/** "Unknown" weighs as much as "Unhealthy", as in a rolling upgrade of a scale set. */
const OF_HEALTH = {
  Healthy: undefined,
  Unhealthy: { kind: 'application-unhealthy', weight: 'unhealthy' },
  Unknown: { kind: 'application-unknown', weight: 'unhealthy' },
  Initializing: { kind: 'application-initializing', weight: 'unknown' },
} as const satisfies Record<ApplicationHealthState, unknown>;

function healthFindings({ name, state, applicationHealth }: FoundExtension): readonly WeighedFinding[] {
  if (applicationHealth === undefined) return [];
  const found = OF_HEALTH[applicationHealth];
  // A failed or missing extension already has a finding, so its unknown health is not another one.
  if (found === undefined || state === 'failed' || state === 'transitioning') return [];
  return [{ ...found, extension: name, reason: `${name} reports the application as ${applicationHealth}` }];
}
