import { env } from 'node:process';

/**
 * How often a property is tried: a short run by the suite, always the same; or `FUZZ_RUNS` times, from the seed `FUZZ_SEED` on or
 * from one by chance, which a failure prints.
 */
export function fuzzing(runs: number): { readonly numRuns: number; readonly seed?: number } {
  const { FUZZ_RUNS: most, FUZZ_SEED: seed } = env;
  if (most === undefined) return { numRuns: runs, seed: 20260302 };
  return { numRuns: Number(most), ...(seed !== undefined && { seed: Number(seed) }) };
}
