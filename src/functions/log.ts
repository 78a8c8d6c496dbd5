import type { InvocationContext } from '@azure/functions';
import type { Ports } from '../app/ports.ts';
import type { LogLine, WriteLine } from '../ports/log.ts';
import { ports } from './ports.ts';

type Level = 'info' | 'warn' | 'error';

/** Writes lines to the log of an invocation. */
export function lineWriter(context: InvocationContext, level: Level = 'info'): (line: LogLine) => Promise<void> {
  return async (line) => {
    const { lineText } = await import('../ports/log.ts');
    context[level](lineText(line));
  };
}

/** The ports of the app; their audit log also writes a log line for each record. */
export async function loggedPorts(context: InvocationContext): Promise<Ports> {
  const [available, { loggedAudit }, { lineText }] = await Promise.all([
    ports(),
    import('../app/log/logged-audit.ts'),
    import('../ports/log.ts'),
  ]);
  const write: WriteLine = (line) => context.info(lineText(line));
  // Each process searches for the accounts, and again each hour.
  await writeProblems(context, await available.batch.refreshAccounts());
  return { ...available, audit: loggedAudit(available.audit, write) };
}

/** Logs failures after which everything else went on, a line for each. */
export async function writeProblems(context: InvocationContext, problems: readonly string[], level: Level = 'error') {
  for (const message of problems) await lineWriter(context, level)({ event: 'problem', message });
}

/**
 * Lets a run count as failed after it has done the rest of its work. An alert depends on runs that succeed: what fails in each of
 * them would otherwise never be told.
 * @throws Error with all problems, if there are any
 */
export function failFor(problems: readonly string[]): void {
  if (problems.length > 0) throw new Error(problems.join(' '));
}

/** Seconds that a queue message waited; `undefined` if the host does not say when it was sent. */
export function ageOf({ triggerMetadata }: InvocationContext, now: number): number | undefined {
  const inserted = triggerMetadata?.['insertionTime'];
  const from = typeof inserted === 'string' ? Date.parse(inserted) : Number.NaN;
  return Number.isNaN(from) ? undefined : Math.max(0, Math.round((now - from) / 1000));
}

/** Has the host delivered this message before? */
export function isRepeated(context: InvocationContext): boolean {
  return deliveriesOf(context) > 1;
}

/** `maxDequeueCount` in host.json. */
const MOST_ATTEMPTS = 5;

/** Does the host not pass this message to its function again? */
export function isLastAttempt(context: InvocationContext): boolean {
  return deliveriesOf(context) >= MOST_ATTEMPTS;
}

function deliveriesOf({ triggerMetadata }: InvocationContext): number {
  return Number(triggerMetadata?.['dequeueCount'] ?? 1);
}
