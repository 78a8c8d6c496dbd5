import { Temporal } from 'temporal-polyfill';
import type { DemandMinute } from '../core/demand/demand-minute.ts';

/** A time of the week at which a pool usually has work, as a window of a schedule document. */
export interface UsualWindow {
  readonly name: string;
  readonly days: readonly string[];
  readonly from: string;
  readonly to: string;
  readonly capacity: { readonly min: number };
}

const SLOT_MINUTES = 30;
const SLOTS_A_DAY = 48;
/** A half-hour with fewer recorded minutes is ignored. */
const ENOUGH_MINUTES = 15;
/** A need that was recorded in fewer weeks is not usual. */
const ENOUGH_WEEKS = 3;
/** A usual need is reached in three of four weeks. */
const USUAL_SHARE = 0.75;
const DAYS = ['MON', 'TUE', 'WED', 'THU', 'FRI', 'SAT', 'SUN'];

/** A window of one day of the week, in half-hours from midnight on. */
interface DayWindow {
  readonly day: number;
  readonly from: number;
  readonly to: number;
  readonly nodes: number;
}

/**
 * The times of the week, in a time zone, at which nodes were needed in at least three of four recorded weeks, each with the
 * nodes that were needed throughout. Empty if fewer than three weeks were recorded.
 */
export function usualWindows(minutes: readonly DemandMinute[], timeZone: string): readonly UsualWindow[] {
  const needs = usualNeeds(minutes, timeZone);
  const windows = DAYS.flatMap((_, day) => windowsOf(day, needs.slice(day * SLOTS_A_DAY, (day + 1) * SLOTS_A_DAY)));
  const together = Map.groupBy(windows, ({ from, to }) => `${from}-${to}`);
  return [...together.values()].flatMap((same) => {
    const [first] = same;
    if (first === undefined) return [];
    const window = { from: timeOf(first.from), to: timeOf(first.to) };
    return {
      name: `usual-${window.from}-${window.to}`.replaceAll(':', ''),
      days: same.map(({ day }) => DAYS[day] ?? 'MON'),
      ...window,
      capacity: { min: Math.min(...same.map(({ nodes }) => nodes)) },
    };
  });
}

/** For each half-hour of the week, from Monday on, the nodes that are needed in three of four weeks. */
function usualNeeds(minutes: readonly DemandMinute[], timeZone: string): readonly number[] {
  const bySlot = Map.groupBy(minutes, ({ minute }) => Math.floor(minute / SLOT_MINUTES));
  const seen = Array.from({ length: DAYS.length * SLOTS_A_DAY }, (): number[] => []);
  for (const [slot, of] of bySlot) {
    if (of.length < ENOUGH_MINUTES) continue;
    const at = Temporal.Instant.fromEpochMilliseconds(slot * SLOT_MINUTES * 60_000).toZonedDateTimeISO(timeZone);
    const place = (at.dayOfWeek - 1) * SLOTS_A_DAY + at.hour * 2 + Math.floor(at.minute / SLOT_MINUTES);
    seen[place]?.push(Math.max(...of.map(({ needed }) => needed)));
  }
  return seen.map((needs) => {
    if (needs.length < ENOUGH_WEEKS) return 0;
    return needs.toSorted((a, b) => b - a)[Math.ceil(USUAL_SHARE * needs.length) - 1] ?? 0;
  });
}

/** Spans of consecutive half-hours that need nodes, each with the least need in it. */
function windowsOf(day: number, needs: readonly number[]): readonly DayWindow[] {
  const windows: DayWindow[] = [];
  let from: number | undefined;
  for (let slot = 0; slot <= needs.length; slot++) {
    const isNeeded = (needs[slot] ?? 0) > 0;
    if (isNeeded) from ??= slot;
    else if (from !== undefined) {
      windows.push({ day, from, to: slot, nodes: Math.min(...needs.slice(from, slot)) });
      from = undefined;
    }
  }
  return windows;
}

function timeOf(slot: number): string {
  const minutes = slot * SLOT_MINUTES;
  return `${String(Math.floor(minutes / 60)).padStart(2, '0')}:${String(minutes % 60).padStart(2, '0')}`;
}
