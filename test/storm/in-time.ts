import { inspect } from 'node:util';
import { withPatience } from '../../src/ports/patience.ts';
import type { Stage } from './perform/stage.ts';

/** What takes longer than so many real milliseconds never ends, on any machine. */
const LIMIT_MS = 300_000;

/**
 * Does a part of a storm. One that does not end, or that fails in a way that the storm knows no reason for, is written down with what
 * breaks the laws.
 */
export async function inTime(
  { breaches }: Pick<Stage, 'breaches'>,
  what: string,
  part: () => Promise<void>,
  limitMs = LIMIT_MS,
): Promise<void> {
  try {
    await withPatience(part(), limitMs, `it did not end within ${limitMs / 1000} s`);
  } catch (error) {
    // With what caused it: `fetch failed` alone tells nobody anything.
    breaches.push(`${what}: ${inspect(error)}`);
  }
}
