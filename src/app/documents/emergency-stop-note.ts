import * as z from 'zod';
import type { EmergencyStop } from '../../core/plan/documents.ts';
import type { PoolName } from '../../core/pool/pool-name.ts';
import type { PoolNote } from '../../ports/pool-notes.ts';

/** What is said of every pool lies beside the overrides of pools, under a name that no pool can have. */
export const EVERY_POOL: PoolName = { account: '*', poolId: '*' };

const KEPT = z.object({ at: z.string(), actor: z.string(), reason: z.string() });

/** The emergency stop among notes about every pool. One that cannot be read holds all the same: it was put in an emergency. */
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
