import type { InvocationContext } from '@azure/functions';
import { holdLines } from '../app/log/hold-lines.ts';
import type { Acting } from '../ports/pool-states.ts';
import { lineWriter } from './log.ts';

const lineOf = holdLines();

/** Says once in the log of a process that somebody waits for a hold; nothing where there is none. */
export async function sayHold(
  context: InvocationContext,
  pool: Parameters<typeof lineOf>[0],
  holder: Acting | undefined,
): Promise<void> {
  const line = holder && lineOf(pool, holder);
  if (line !== undefined) await lineWriter(context, 'warn')(line);
}
