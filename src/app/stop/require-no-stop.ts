import type { EmergencyStop } from '../../core/plan/documents.ts';
import type { AskedAct } from '../../ports/act-queue.ts';
import { AppError } from '../../ports/errors.ts';
import type { HasOverrides } from '../../ports/pool-notes.ts';
import { findStop } from './emergency-stop.ts';

/** An emergency stop in words: since when, by whom and why. */
export function sayStop({ at, actor, reason }: EmergencyStop): string {
  return `an emergency stop is in effect${at === '' ? '' : ` since ${at}`}, by ${actor}: ${reason}`;
}

/** Checks that no emergency stop is in force, or that the request overrides it. @throws AppError EmergencyStopped */
export async function requireNoStop(
  ports: HasOverrides,
  { despiteStop }: Pick<AskedAct, 'despiteStop'>,
): Promise<void> {
  if (despiteStop === true) return;
  const stop = await findStop(ports);
  if (stop === undefined) return;
  const said = sayStop(stop);
  const message = `${said[0]?.toUpperCase()}${said.slice(1)}. Nothing was done: end the stop (DELETE /api/stop), or send the request with "despiteStop": true.`;
  throw new AppError('EmergencyStopped', message);
}
