import { checkPool } from '../../core/pool-check/check-pool.ts';
import type { PoolCheckContext } from '../../core/pool-check/context.ts';
import type { PoolCheckFinding } from '../../core/pool-check/pool-check-rule.ts';
import { readPoolText } from './read-pool-text.ts';

/** A finding, and its place in the text if it is about the text itself. */
export interface PlacedFinding extends PoolCheckFinding {
  readonly line?: number;
  readonly column?: number;
}

/**
 * Parses the body of a pool, and returns all findings about the text and the body. A text that is not JSON has only that
 * finding.
 */
export function checkPoolText(
  text: string,
  context: PoolCheckContext,
): { readonly value: unknown; readonly findings: readonly PlacedFinding[] } {
  const { value, findings } = readPoolText(text);
  const isBroken = findings.some(({ severity }) => severity === 'error');
  return { value, findings: isBroken ? findings : [...findings, ...checkPool(value, context)] };
}
