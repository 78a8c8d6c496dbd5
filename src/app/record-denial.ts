import type { Ports } from '../ports/ports.ts';

/** Somebody who is known tried what they have no role for. */
export interface Denial {
  readonly actor: string;
  /** The operation, as its function is called. */
  readonly operation: string;
  /** One sentence for people. */
  readonly reason: string;
}

/** Whoever tries again and again is told of once in so long: a history that strangers can flood is none. */
const ONCE_IN = { hours: 1 };

/** Writes down that somebody was turned away; at most once an hour for each of them. */
export async function recordDenial(
  {
    once,
    audit,
    clock,
    wallClock,
    newCorrelation,
  }: Pick<Ports, 'once' | 'audit' | 'clock' | 'wallClock' | 'newCorrelation'>,
  { actor, operation, reason }: Denial,
): Promise<void> {
  const until = (await wallClock.now()).add(ONCE_IN);
  const correlation = newCorrelation();
  const before = await once.claim({ scope: 'denial', key: actor, text: JSON.stringify({ correlation }), until });
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
