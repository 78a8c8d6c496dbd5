import { canonicalJson } from '../../core/audit/chain.ts';
import { isShortened } from '../../core/audit/fit-entry.ts';
import type { AuditRecord } from '../../core/audit/record.ts';
import type { PoolName } from '../../core/pool/pool-name.ts';
import { AppError } from '../../ports/errors.ts';
import type { Effect } from '../effects/effect.ts';

/** The reversal of a record: what it will do, and the function that does it. */
export interface Reversal {
  /** One sentence for people. */
  readonly says: string;
  readonly effect: () => Promise<Effect>;
  readonly apply: () => Promise<unknown>;
}

/** The pool of a record. @throws AppError InvalidRequest */
export function poolIn({ subject: { account, pool } }: AuditRecord): PoolName {
  if (account === undefined || pool === undefined) throw notUndoable('it is about no pool');
  return { account, poolId: pool };
}

/**
 * Checks that a record describes a change, and wholly. One of a change that was not made has the same values before and after, and its
 * reversal would be a change of its own. @throws AppError InvalidRequest
 */
export function requireChange({ before, after }: AuditRecord): void {
  if (isShortened(before) || isShortened(after))
    throw notUndoable('its values were too long for a record, which has only their beginnings');
  if (textOf(before) !== textOf(after)) return;
  throw notUndoable('it changed nothing: what it describes is the same before and after');
}

/** Checks that nothing has changed since a record, because the reversal would overwrite it. @throws AppError DocumentChanged */
export function requireUnchanged(what: string, current: unknown, after: unknown): void {
  if (textOf(current) === textOf(after)) return;
  const message = `${what} has been changed since: nothing was done. Undo the later change first, or change it by hand.`;
  throw new AppError('DocumentChanged', message);
}

function textOf(value: unknown): string {
  return value === undefined ? '' : canonicalJson(value);
}

/** The problem for a record that cannot be reversed. */
export function notUndoable(why: string): AppError {
  const faults = [{ path: '$.record', message: why }];
  return new AppError('InvalidRequest', `What the record describes cannot be undone: ${why}.`, { faults });
}
