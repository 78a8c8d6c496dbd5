import type { Temporal } from 'temporal-polyfill';
import { type Override, pinOf } from '../override/override.ts';
import type { Fleet } from './fleet.ts';
import type { Selection } from './select-starts.ts';

/** Nodes that an override wants to be otherwise than they are, where they may be touched. */
export function selectPinned(
  fleet: Fleet,
  override: Override | undefined,
  now: Temporal.Instant,
): { readonly starts: Selection; readonly deallocations: Selection } {
  if (override === undefined) return { starts: new Map(), deallocations: new Map() };
  const reason = `asked for by ${override.actor} until ${override.until}${override.note === '' ? '' : `: ${override.note}`}`;
  const pinned = (nodes: readonly { readonly id: string }[], pin: 'on' | 'off') =>
    new Map(nodes.filter(({ id }) => pinOf(override, id, now) === pin).map(({ id }) => [id, reason]));
  return { starts: pinned(fleet.deallocated, 'on'), deallocations: pinned(fleet.idle, 'off') };
}
