import type { Timing } from './measure.ts';

/** What a benchmark found: our timing, and that of a peer or floor in the same run. */
export interface Result {
  readonly benchmark: string;
  /** What one unit is. */
  readonly unit: string;
  readonly ours: Timing;
  readonly other: Timing;
  /** Our units a second as a multiple of the other's. */
  readonly ratio: number;
  /** What is aimed at, in words. */
  readonly goal: string;
}

export interface Benchmark {
  readonly name: string;
  readonly run: () => Promise<readonly Result[]>;
}

export function resultOf(about: Pick<Result, 'benchmark' | 'unit' | 'goal'>, [ours, other]: readonly Timing[]): Result {
  if (ours === undefined || other === undefined) throw new Error('Two contestants are needed.');
  return { ...about, ours, other, ratio: ours.unitsPerSecond / other.unitsPerSecond };
}
