import type { ApplicationHealthState } from './application-health-state.ts';
import type { Deviation } from './compare-declared.ts';
import type { ExtensionState } from './extension.ts';
import type { FoundExtension } from './probe.ts';

/** What can be found in the answer of a node. */
export type FindingKind =
  | Deviation['kind']
  | 'extension-failed'
  | 'extension-transitioning'
  | 'extension-unknown'
  | 'application-unhealthy'
  | 'application-unknown'
  | 'application-initializing';

/** How much something speaks against a node: enough to call it unhealthy, to leave it open, or only to be told. */
export type Weight = 'unhealthy' | 'unknown' | 'note';

/** Something in the answer of a node. */
export interface WeighedFinding {
  readonly kind: FindingKind;
  readonly extension: string;
  readonly reason: string;
  readonly weight: Weight;
}

/** Everything in the answer of a node that is worth a word, with what it weighs. */
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
  unknown: { kind: 'extension-unknown', weight: 'unknown', says: 'does not say how it is' },
} as const satisfies Record<ExtensionState, unknown>;

function stateFindings({ name, state, message }: FoundExtension): readonly WeighedFinding[] {
  const found = OF_STATE[state];
  if (found === undefined) return [];
  const { kind, weight, says } = found;
  return [{ kind, weight, extension: name, reason: `${name} ${says}${message === '' ? '' : `: ${message}`}` }];
}

/** "Unknown" weighs as "Unhealthy", as it does for a rolling upgrade of a scale set. */
const OF_HEALTH = {
  Healthy: undefined,
  Unhealthy: { kind: 'application-unhealthy', weight: 'unhealthy' },
  Unknown: { kind: 'application-unknown', weight: 'unhealthy' },
  Initializing: { kind: 'application-initializing', weight: 'unknown' },
} as const satisfies Record<ApplicationHealthState, unknown>;

function healthFindings({ name, state, applicationHealth }: FoundExtension): readonly WeighedFinding[] {
  if (applicationHealth === undefined) return [];
  const found = OF_HEALTH[applicationHealth];
  // An extension that has failed, or is not there yet, has said so; that it knows no health then is no second finding.
  if (found === undefined || state === 'failed' || state === 'transitioning') return [];
  return [{ ...found, extension: name, reason: `${name} reports the application as ${applicationHealth}` }];
}
