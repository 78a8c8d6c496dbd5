import { app, type InvocationContext } from '@azure/functions';
import { ports } from './ports.ts';

// A quarter of a minute after each tick, so that the two do not ask Batch at the same moment.
app.timer('notice-windows', { schedule: '15 * * * * *', handler: notice });

/** Gives notice of windows that are about to close. */
async function notice(_timer: unknown, context: InvocationContext): Promise<void> {
  const { noticeWindows } = await import('../app/outbound/notice-windows.ts');
  const { given, problems } = await noticeWindows(await ports());
  for (const problem of problems) context.error(problem);
  if (given > 0) context.info(`${given} notices of windows that are about to close`);
}
