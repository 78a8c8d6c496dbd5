import * as z from 'zod';
import type { EmergencyStop } from '../../core/plan/documents.ts';
import type { PoolName } from '../../core/pool/pool-name.ts';
import type { PoolNote } from '../../ports/pool-notes.ts';

/** The key of what applies to every pool: no pool can have this name. */
export const EVERY_POOL: PoolName = { account: '*', poolId: '*' };

const KEPT = z.object({ at: z.string(), actor: z.string(), reason: z.string() });

/**
 * The emergency stop among the notes about every pool. A stop that cannot be parsed is in force, because it was set in an
 * emergency.
 */
export function stopIn(notes: readonly PoolNote[]): EmergencyStop | undefined {
  const [note] = notes;
  if (note === undefined) return undefined;
  try {
    return KEPT.parse(JSON.parse(note.text));
  } catch {
    return { at: '', actor: 'somebody', reason: 'the reason cannot be read' };
  }
}

/** Is a note about every pool? */
export function isOfEveryPool({ account }: Pick<PoolNote, 'account'>): boolean {
  return account === EVERY_POOL.account;
}
