import type { StartFailureStep } from './policy.ts';

const SIBLING = 'sibling:';

/** The steps of a ladder before `tell`, which ends it. */
export function stepsOf(ladder: readonly StartFailureStep[]): readonly StartFailureStep[] {
  const end = ladder.indexOf('tell');
  return ladder.slice(0, end < 0 ? undefined : end);
}

/** The pool of a step that names a sibling. */
export function siblingNamed(step: StartFailureStep): string | undefined {
  return step.startsWith(SIBLING) ? step.slice(SIBLING.length) : undefined;
}

/** The sibling of a ladder, and whether it is the first step. */
export function siblingIn(
  ladder: readonly StartFailureStep[],
): { readonly pool: string; readonly isFirst: boolean } | undefined {
  const steps = stepsOf(ladder);
  const index = steps.findIndex((step) => siblingNamed(step) !== undefined);
  const step = steps[index];
  const pool = step && siblingNamed(step);
  return pool === undefined ? undefined : { pool, isFirst: index === 0 };
}
