import type { Temporal } from 'temporal-polyfill';
import type { PoolName } from '../pool/pool-name.ts';
import type { Capacity } from '../schedule/schedule.ts';
import { isBefore } from '../time/instants.ts';

/** What a person or a system wants of a pool for a time, whatever its schedules say. Half open: at `until` it is over. */
export interface Override extends PoolName {
  /** Is nothing started or stopped meanwhile, whatever schedules, work or people ask for? Then it says nothing else. */
  readonly leaveAlone: boolean;
  /** Stands above the schedules; `undefined` leaves them as they are. */
  readonly capacity: Capacity | undefined;
  /** Node ids that are to be on. */
  readonly on: readonly string[];
  /** Node ids that are to be off. */
  readonly off: readonly string[];
  readonly from: Temporal.Instant;
  readonly until: Temporal.Instant;
  /** For people: why. */
  readonly note: string;
  readonly actor: string;
}

/** Does an override hold at an instant? */
export function holdsAt({ from, until }: Override, instant: Temporal.Instant): boolean {
  return !isBefore(instant, from) && isBefore(instant, until);
}

/** Why an override has a pool left alone as a whole at an instant; `undefined` if it does not. */
export function whyOverrideLeavesAlone(override: Override | undefined, instant: Temporal.Instant): string | undefined {
  if (override?.leaveAlone !== true || !holdsAt(override, instant)) return undefined;
  const { actor, until, note } = override;
  return `${actor} wants the pool left alone until ${until}${note === '' ? '' : `: ${note}`}`;
}

/** What an override wants of one node at an instant; in any letter case, as Batch takes ids. */
export function pinOf(
  override: Override | undefined,
  nodeId: string,
  instant: Temporal.Instant,
): 'on' | 'off' | undefined {
  if (override === undefined || !holdsAt(override, instant)) return undefined;
  if (names(override.on, nodeId)) return 'on';
  return names(override.off, nodeId) ? 'off' : undefined;
}

/** An override as reasons name it. */
export function describeOverride({ actor, until, note }: Override): string {
  return `override by ${actor} until ${until}${note === '' ? '' : `: ${note}`}`;
}

function names(ids: readonly string[], nodeId: string): boolean {
  return ids.some((id) => id.toLowerCase() === nodeId.toLowerCase());
}
