import { readFileSync } from 'node:fs';
import type { Result } from './benchmark.ts';

/** The results of one run, as they are kept. */
export interface SavedResults {
  readonly machine: { readonly node: string; readonly cpu: string | undefined; readonly cores: number };
  readonly results: readonly SavedResult[];
}

/** A result with the name of the benchmark that finds it: `npm run bench -- NAME`. */
export type SavedResult = Result & { readonly by: string };

export const RESULTS = 'bench/results.json';

export function readResults(file: string): SavedResults {
  return JSON.parse(readFileSync(file, 'utf8')) as SavedResults;
}

/** What a row is known by from run to run. */
export function rowName({ benchmark, ours, other }: Pick<Result, 'benchmark' | 'ours' | 'other'>): string {
  return `${benchmark} | ${ours.name} | ${other.name}`;
}

/** What was found now, with the rows of benchmarks that were not run as they were. */
export function mergeResults(before: readonly SavedResult[], now: readonly SavedResult[]): readonly SavedResult[] {
  const run = new Set(now.map(({ by }) => by));
  return [...before.filter(({ by }) => !run.has(by)), ...now];
}
