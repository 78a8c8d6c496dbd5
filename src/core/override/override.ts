import type { Temporal } from 'temporal-polyfill';
import type { PoolName } from '../pool/pool-name.ts';
import type { Capacity } from '../schedule/schedule.ts';
import { isBefore } from '../time/instants.ts';

/** What a person or a system wants of a pool for a time, whatever its schedules say. `until` is exclusive. */
export interface Override extends PoolName {
  /** Is no act made meanwhile, whatever schedules, work or people request? Then it has no other member. */
  readonly leaveAlone: boolean;
  /** Takes precedence over the schedules; `undefined` leaves them in force. */
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

/** Does an override apply at an instant? */
export function holdsAt({ from, until }: Override, instant: Temporal.Instant): boolean {
  return !isBefore(instant, from) && isBefore(instant, until);
}

/** Why an override leaves a pool alone at an instant; `undefined` if it does not. */
export function whyOverrideLeavesAlone(override: Override | undefined, instant: Temporal.Instant): string | undefined {
  if (override?.leaveAlone !== true || !holdsAt(override, instant)) return undefined;
  const { actor, until, note } = override;
  return `${actor} requested that the pool is left alone until ${until}${note === '' ? '' : `: ${note}`}`;
}

/** What an override wants of single nodes at an instant. Node ids match in any letter case, as in Batch. */
export type Pins = (nodeId: string) => 'on' | 'off' | undefined;

/** The pins of an override at an instant; `undefined` if it has none then. */
export function pinsOf(override: Override | undefined, instant: Temporal.Instant): Pins | undefined {
  if (override === undefined || !holdsAt(override, instant)) return undefined;
  const { on, off } = override;
  if (on.length === 0 && off.length === 0) return undefined;
  const pins = new Map<string, 'on' | 'off'>();
  for (const id of off) pins.set(id.toLowerCase(), 'off');
  for (const id of on) pins.set(id.toLowerCase(), 'on');
  return (nodeId) => pins.get(nodeId.toLowerCase());
}

/** An override in the words of a reason. */
export function describeOverride({ actor, until, note }: Override): string {
  return `override by ${actor} until ${until}${note === '' ? '' : `: ${note}`}`;
}
