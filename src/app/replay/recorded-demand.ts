import type { DemandMinute } from '../../core/demand/demand-minute.ts';
import type { PoolName } from '../../core/pool/pool-name.ts';
import type { HasDemandRecords } from '../../ports/demand-records.ts';
import type { HasPoolStateReader } from '../../ports/pool-states.ts';

/** A span of minutes since the epoch: from one, up to but without another. */
export interface MinuteSpan {
  readonly fromMinute: number;
  readonly untilMinute: number;
}

const MINUTES_A_DAY = 1440;

/** The recorded minutes of a pool's demand in a span, in order of time: those of its days, and the latest ones. */
export async function recordedDemand(
  ports: HasDemandRecords & HasPoolStateReader,
  pool: PoolName,
  { fromMinute, untilMinute }: MinuteSpan,
): Promise<readonly DemandMinute[]> {
  const first = Math.floor(fromMinute / MINUTES_A_DAY);
  const days = Array.from(
    { length: Math.floor((untilMinute - 1) / MINUTES_A_DAY) - first + 1 },
    (_, index) => first + index,
  );
  const [kept, fenced] = await Promise.all([
    Promise.all(days.map((day) => ports.demandRecords.readDay(pool, day))),
    ports.poolStates.get(pool),
  ]);
  const latest = fenced?.state.memory.demand?.minutes ?? [];
  const byMinute = new Map([...kept.flat(), ...latest].map((minute) => [minute.minute, minute]));
  return [...byMinute.values()]
    .filter(({ minute }) => minute >= fromMinute && minute < untilMinute)
    .toSorted((a, b) => a.minute - b.minute);
}
