import type { Temporal } from 'temporal-polyfill';
import type { Outcome } from '../pool/act.ts';
import type { PoolName } from '../pool/pool-name.ts';
import type { AuditEntry } from './record.ts';

/** The members that entries about the creation of a pool share. */
export interface PoolCreationContext {
  readonly at: Temporal.Instant;
  readonly actor: string;
  readonly pool: PoolName;
  readonly correlation: string;
}

/** The intent to create a pool; `what` is an outline of its body without secrets. */
export function poolCreationIntended({ pool, ...context }: PoolCreationContext, what: unknown): AuditEntry {
  const subject = { account: pool.account, pool: pool.poolId };
  return { ...context, subject, action: 'pool.create', phase: 'intent', reason: 'its body was checked', after: what };
}

/** The outcome of creating a pool. */
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
