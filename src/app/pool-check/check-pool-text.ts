import { checkPool } from '../../core/pool-check/check-pool.ts';
import type { PoolCheckContext } from '../../core/pool-check/context.ts';
import type { PoolCheckFinding } from '../../core/pool-check/pool-check-rule.ts';
import { readPoolText } from './read-pool-text.ts';

/** A finding, and where it is in the text if it is about the text itself. */
export interface PlacedFinding extends PoolCheckFinding {
  readonly line?: number;
  readonly column?: number;
}

/** The body that a text says, and everything that there is to say about both; of a text that is not JSON, nothing else. */
export function checkPoolText(
  text: string,
  context: PoolCheckContext,
): { readonly value: unknown; readonly findings: readonly PlacedFinding[] } {
  const { value, findings } = readPoolText(text);
  const isBroken = findings.some(({ severity }) => severity === 'error');
  return { value, findings: isBroken ? findings : [...findings, ...checkPool(value, context)] };
}
