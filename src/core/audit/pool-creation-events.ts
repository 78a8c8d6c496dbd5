import type { Temporal } from 'temporal-polyfill';
import type { Outcome } from '../pool/act.ts';
import type { PoolName } from '../pool/pool-name.ts';
import type { AuditEntry } from './record.ts';

/** What entries about the creation of a pool have in common. */
export interface PoolCreationContext {
  readonly at: Temporal.Instant;
  readonly actor: string;
  readonly pool: PoolName;
  readonly correlation: string;
}

/** A pool is about to be asked for; `what` is its outline, without anything secret. */
export function poolCreationIntended({ pool, ...context }: PoolCreationContext, what: unknown): AuditEntry {
  const subject = { account: pool.account, pool: pool.poolId };
  return { ...context, subject, action: 'pool.create', phase: 'intent', reason: 'its body was checked', after: what };
}

/** What became of a pool that was asked for. */
export function poolCreationAnswered(
  { pool, ...context }: PoolCreationContext,
  answer: { readonly outcome: Outcome; readonly reason: string; readonly intent: string },
): AuditEntry {
  return {
    ...context,
    subject: { account: pool.account, pool: pool.poolId },
    action: 'pool.create',
    phase: 'outcome',
    ...answer,
  };
}
