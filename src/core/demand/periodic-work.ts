import type { Temporal } from 'temporal-polyfill';
import type { PoolName } from '../pool/pool-name.ts';
import { CLOCK_SKEW_MINUTES } from '../time/clock-skew.ts';
import { instantOf } from '../time/epoch.ts';
import { isBefore } from '../time/instants.ts';
import type { Announcement } from './announcement.ts';
import type { FamilyMinute } from './demand-minute.ts';

/** The recent submissions of a family of jobs. */
export interface FamilyBursts {
  readonly family: string;
  /** The newest last. */
  readonly bursts: readonly Burst[];
}

/** Tasks that a family has submitted within some minutes, without those that wait for others: these need no nodes yet. */
export interface Burst {
  /** Its first minute, in minutes since the epoch. */
  readonly minute: number;
  readonly tasks: number;
}

const MOST_FAMILIES = 40;
const MOST_BURSTS = 8;
/** The fewest gaps from which a period can be inferred. */
const ENOUGH_GAPS = 4;
/** What is submitted within this time after the last submission belongs to the same burst. */
const BURST_MINUTES = 5;
/** Shorter periods are left to the forecast. */
const SHORTEST_MINUTES = 20;
/** Gaps count as equal if each differs from their mean by at most this many minutes, or this share of it. */
const OFF_MINUTES = 2;
const OFF_SHARE = 0.02;
const MINUTE_MS = 60_000;
/** A burst is noticed at the next evaluation: half a minute later on average. */
const SEEN_LATE_MINUTES = 0.5;

/** Adds the submissions of a minute. Families of job schedules are omitted, because their times are known. */
export function burstsAfter(
  before: readonly FamilyBursts[],
  minute: number,
  families: readonly FamilyMinute[],
): readonly FamilyBursts[] {
  const submitted = families
    .map(({ family, submittedTasks, heldTasks = 0 }) => ({ family, tasks: submittedTasks - heldTasks }))
    .filter(({ family, tasks }) => tasks > 0 && !/^schedule:|^\*$/.test(family));
  if (submitted.length === 0) return before;
  const known = new Map(before.map((one) => [one.family, one]));
  for (const { family, tasks } of submitted) {
    const bursts = known.get(family)?.bursts ?? [];
    known.delete(family);
    known.set(family, { family, bursts: withBurst(bursts, { minute, tasks }) });
  }
  return [...known.values()].slice(-MOST_FAMILIES);
}

/**
 * The next burst of each family that has submitted at equal intervals at least five times, as an announcement. Its size is the
 * larger of the last two bursts.
 */
export function periodicWork(
  families: readonly FamilyBursts[],
  { account, poolId }: PoolName,
  now: Temporal.Instant,
): readonly Announcement[] {
  return families.flatMap(({ family, bursts }) => {
    const period = periodOf(bursts);
    const last = bursts.at(-1);
    if (period === undefined || last === undefined) return [];
    const byMinute = last.minute - SEEN_LATE_MINUTES + period.minutes - period.off;
    const by = instantOf(Math.round(byMinute * MINUTE_MS));
    const until = by.add({ seconds: 60 * (Math.ceil(2 * period.off) + SEEN_LATE_MINUTES + BURST_MINUTES) });
    if (!isBefore(now, until)) return [];
    const slots = Math.max(last.tasks, bursts.at(-2)?.tasks ?? 0);
    const note = `${family} has submitted every ${Math.round(period.minutes)} min, ${bursts.length} times`;
    return [
      {
        account,
        poolId,
        id: `period:${family}`,
        slots,
        by,
        until,
        note,
        actor: `the period of ${family}`,
        isExpected: true,
      },
    ];
  });
}

/** A burst by a clock that was ahead is forgotten: until its time has come, all others would belong to it. */
function withBurst(known: readonly Burst[], seen: Burst): readonly Burst[] {
  const bursts = known.filter(({ minute }) => minute - seen.minute <= CLOCK_SKEW_MINUTES);
  const last = bursts.at(-1);
  if (last === undefined || seen.minute - last.minute > BURST_MINUTES) return [...bursts, seen].slice(-MOST_BURSTS);
  return [...bursts.slice(0, -1), { ...last, tasks: last.tasks + seen.tasks }];
}

/** The mean gap between bursts, and the largest deviation; `undefined` if the gaps differ. */
function periodOf(bursts: readonly Burst[]): { readonly minutes: number; readonly off: number } | undefined {
  const gaps = bursts.slice(1).map(({ minute }, index) => minute - (bursts[index]?.minute ?? 0));
  if (gaps.length < ENOUGH_GAPS) return undefined;
  const minutes = gaps.reduce((sum, gap) => sum + gap, 0) / gaps.length;
  const off = Math.max(...gaps.map((gap) => Math.abs(gap - minutes)));
  const isSame = minutes >= SHORTEST_MINUTES && off <= Math.max(OFF_MINUTES, minutes * OFF_SHARE);
  return isSame ? { minutes, off } : undefined;
}
