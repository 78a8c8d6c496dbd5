import { canonicalJson } from '../../core/audit/chain.ts';
import type { AuditRecord } from '../../core/audit/record.ts';
import type { PoolName } from '../../core/pool/pool-name.ts';
import { AppError } from '../../ports/errors.ts';
import type { Effect } from '../effects/effect.ts';

/** How something that was recorded is taken back: what that will do now, and doing it. */
export interface Reversal {
  /** In a sentence: what is done. */
  readonly says: string;
  readonly effect: () => Promise<Effect>;
  readonly apply: () => Promise<unknown>;
}

/** The pool that a record is about. @throws AppError InvalidRequest */
export function poolIn({ subject: { account, pool } }: AuditRecord): PoolName {
  if (account === undefined || pool === undefined) throw notUndoable('it is about no pool');
  return { account, poolId: pool };
}

/** Makes sure that nothing has changed since a record: what came after it would be lost. @throws AppError DocumentChanged */
export function requireUnchanged(what: string, current: unknown, after: unknown): void {
  if (textOf(current) === textOf(after)) return;
  const message = `${what} has been changed since: nothing was done. Undo the later change first, or change it by hand.`;
  throw new AppError('DocumentChanged', message);
}

function textOf(value: unknown): string {
  return value === undefined ? '' : canonicalJson(value);
}

/** The problem of a record that tells of nothing that can be taken back. */
export function notUndoable(why: string): AppError {
  const faults = [{ path: '$.record', message: why }];
  return new AppError('InvalidRequest', `What the record tells of cannot be undone: ${why}.`, { faults });
}
