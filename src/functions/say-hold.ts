import type { InvocationContext } from '@azure/functions';
import { holdLines } from '../app/log/hold-lines.ts';
import type { Acting } from '../ports/pool-states.ts';
import { lineWriter } from './log.ts';

const lineOf = holdLines();

/** Logs, once per process and hold, that something waits for the hold of another process. */
export async function sayHold(
  context: InvocationContext,
  pool: Parameters<typeof lineOf>[0],
  holder: Acting | undefined,
): Promise<void> {
  const line = holder && lineOf(pool, holder);
  if (line !== undefined) await lineWriter(context, 'warn')(line);
}
