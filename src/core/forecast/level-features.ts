import { ageOf, type LevelHistory, quietOf } from './level-history.ts';

/** The number of features of a level. */
export const LEVEL_FEATURES = 18;

const MINUTES_A_DAY = 1440;

/** The features of a level above the current need, scaled to about 1 to 10 for the regression. */
export function levelFeatures(history: LevelHistory, level: number, into: Float64Array): void {
  const { needed, activity, sizeOf20, sizeOf200, minute } = history;
  const above = level - needed;
  const age = log(ageOf(history, level));
  const distance = log(above);
  const quiet = quietOf(history);
  const [quarter = 0, hours = 0, day = 0] = activity;
  const lately = sizeOf20[above] ?? 0;
  const usually = sizeOf200[above] ?? 0;
  const clock = (2 * Math.PI * (minute % MINUTES_A_DAY)) / MINUTES_A_DAY;
  into[0] = 1;
  into[1] = age;
  into[2] = distance;
  into[3] = log(quiet.submission);
  into[4] = log(quiet.end);
  into[5] = log(quarter * 60);
  into[6] = log(hours * 60);
  into[7] = log(day * 60);
  into[8] = lately;
  into[9] = usually;
  into[10] = Math.sin(clock);
  into[11] = Math.cos(clock);
  into[12] = needed === 0 ? 1 : 0;
  into[13] = log(needed);
  into[14] = (age * age) / 8;
  into[15] = (age * distance) / 8;
  into[16] = log(day * 60) * usually;
  into[17] = log(quarter * 60) * lately;
}

function log(value: number): number {
  return Math.log2(1 + value);
}
