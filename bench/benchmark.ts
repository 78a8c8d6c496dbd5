import type { Timing } from './measure.ts';

/** What is aimed at. */
export type Goal =
  /** At most so many times the time of the other. */
  | { readonly kind: 'time'; readonly most: number }
  /** At least so many times as fast as the other. */
  | { readonly kind: 'speed'; readonly least: number }
  /** At least so many units a second. */
  | { readonly kind: 'rate'; readonly least: number }
  /** At most so many milliseconds for a round. */
  | { readonly kind: 'milliseconds'; readonly most: number };

/** What a benchmark found: our timing, and that of a peer or floor in the same run. */
export interface Result {
  readonly benchmark: string;
  /** What it means to somebody who runs the app, in one sentence. */
  readonly means: string;
  /** What one unit is. */
  readonly unit: string;
  readonly ours: Timing;
  readonly other: Timing;
  /** Our units a second as a multiple of the other's. */
  readonly ratio: number;
  readonly goal: Goal;
  /** What else was measured, in words. */
  readonly note?: string;
}

export interface Benchmark {
  readonly name: string;
  readonly run: () => Promise<readonly Result[]>;
}

export function resultOf(
  about: Omit<Result, 'ours' | 'other' | 'ratio'>,
  [ours, other]: readonly (Timing | undefined)[],
): Result {
  if (ours === undefined || other === undefined) throw new Error('Two contestants are needed.');
  return { ...about, ours, other, ratio: ours.unitsPerSecond / other.unitsPerSecond };
}

/** What was found, in the terms of the goal. */
export function foundIn({ goal, ours, ratio }: Result): number {
  switch (goal.kind) {
    case 'time':
      return 1 / ratio;
    case 'speed':
      return ratio;
    case 'rate':
      return ours.unitsPerSecond;
    case 'milliseconds':
      return ours.millisecondsARound;
  }
}

export function isMet(result: Result): boolean {
  const found = foundIn(result);
  return 'most' in result.goal ? found <= result.goal.most : found >= result.goal.least;
}

/** A figure in the terms of a goal, as people read it. */
export function figureText({ goal, unit }: Pick<Result, 'goal' | 'unit'>, figure: number): string {
  switch (goal.kind) {
    case 'time':
      return `${figure.toFixed(2)} × the time`;
    case 'speed':
      return `${figure.toFixed(2)} × as fast`;
    case 'rate':
      return `${rounded(figure)} ${unit}/s`;
    case 'milliseconds':
      return `${figure.toFixed(figure < 10 ? 1 : 0)} ms`;
  }
}

export function goalText(result: Pick<Result, 'goal' | 'unit'>): string {
  const { goal } = result;
  return 'most' in goal ? `≤ ${figureText(result, goal.most)}` : `≥ ${figureText(result, goal.least)}`;
}

/** To three digits. */
export function rounded(value: number): string {
  return value.toLocaleString('en', { maximumSignificantDigits: 3 });
}
