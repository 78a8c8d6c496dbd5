import { runInThisContext } from 'node:vm';
import { PATIENCE_MS } from '../../support/patience.ts';

/**
 * Runs synchronous work, and fails if it is stuck: a regular expression that reads a long text again from each of its characters
 * can be ended by nothing else.
 */
export function toItsEnd(work: () => void): void {
  Object.assign(globalThis, { lamplighterWork: work });
  runInThisContext('lamplighterWork()', { timeout: PATIENCE_MS });
}
