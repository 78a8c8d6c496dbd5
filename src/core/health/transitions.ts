import type { ApplicationHealthState } from './application-health-state.ts';
import type { FoundExtension, Probe } from './probe.ts';

/** A change on a node since its last answer. */
export type HealthTransition =
  | {
      readonly kind: 'health.changed';
      readonly extension: string;
      /** `undefined` if it was never asked before. */
      readonly from: ApplicationHealthState | undefined;
      readonly to: ApplicationHealthState;
    }
  | { readonly kind: 'extension.failed' | 'extension.recovered'; readonly extension: string; readonly message: string };

/** The parts of earlier answers that are needed to find changes. */
export interface HealthMemory {
  readonly probe: Probe | undefined;
  /** Extensions that have failed and not succeeded since, including those that are being reinstalled. */
  readonly failing: readonly string[];
}

/** The changes on a node between its last answer and this one, each once. A first answer is a change only if it is bad. */
export function transitionsTo(
  found: readonly FoundExtension[],
  { probe, failing }: HealthMemory,
): { readonly transitions: readonly HealthTransition[]; readonly failing: readonly string[] } {
  const wasFailing = new Set(failing);
  const isFailing = ({ name, state }: FoundExtension) =>
    state === 'failed' || (state !== 'succeeded' && wasFailing.has(name));
  return {
    transitions: found.flatMap((extension) => [
      ...provisioningChange(extension, wasFailing),
      ...healthChange(extension, probe),
    ]),
    failing: found.filter(isFailing).map(({ name }) => name),
  };
}

function provisioningChange(
  { name, state, message }: FoundExtension,
  wasFailing: ReadonlySet<string>,
): readonly HealthTransition[] {
  if (state === 'failed' && !wasFailing.has(name)) return [{ kind: 'extension.failed', extension: name, message }];
  if (state === 'succeeded' && wasFailing.has(name)) return [{ kind: 'extension.recovered', extension: name, message }];
  return [];
}

function healthChange(
  { name, applicationHealth: to }: FoundExtension,
  probe: Probe | undefined,
): readonly HealthTransition[] {
  const from = probe?.extensions.find((one) => one.name === name)?.applicationHealth;
  if (to === undefined || to === from) return [];
  const isNews = from !== undefined || to === 'Unhealthy' || to === 'Unknown';
  return isNews ? [{ kind: 'health.changed', extension: name, from, to }] : [];
}
