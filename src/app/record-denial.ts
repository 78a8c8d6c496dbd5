import type { HasAuditWriter } from '../ports/audit.ts';
import type { HasClaims } from '../ports/claim-store.ts';
import type { HasClock, HasWallClock } from '../ports/clock.ts';
import type { HasNewCorrelation } from '../ports/names.ts';

/** A known caller tried an operation for which it lacks the role. */
export interface Denial {
  readonly actor: string;
  /** The operation, by the name of its function. */
  readonly operation: string;
  /** One sentence for people. */
  readonly reason: string;
}

/** Repeated refusals of one caller are recorded once in this time, so that nobody can flood the audit log. */
const ONCE_IN = { hours: 1 };

/** The ports that recordDenial uses. */
export type RecordDenialPorts = HasAuditWriter & HasClaims & HasClock & HasNewCorrelation & HasWallClock;

/** Records that a caller was refused, at most once an hour for each caller. */
export async function recordDenial(
  { claims, audit, clock, wallClock, newCorrelation }: RecordDenialPorts,
  { actor, operation, reason }: Denial,
): Promise<void> {
  const until = (await wallClock.now()).add(ONCE_IN);
  const correlation = newCorrelation();
  const before = await claims.claim({ scope: 'denial', key: actor, text: JSON.stringify({ correlation }), until });
  if (before !== undefined) return;
  await audit.append([
    {
      at: await clock.now(),
      actor,
      action: 'access.denied',
      phase: 'event',
      subject: {},
      reason: `${operation} was refused: ${reason}`,
      correlation,
    },
  ]);
}
