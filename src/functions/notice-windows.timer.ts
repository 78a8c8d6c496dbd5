import { app, type InvocationContext } from '@azure/functions';
import { failFor, lineWriter, loggedPorts, writeProblems } from './log.ts';

// A quarter of a minute after each tick, so that the two do not call Batch at the same time.
app.timer('notice-windows', { schedule: '15 * * * * *', handler: notice });

/** Sends notices of closing windows. */
async function notice(_timer: unknown, context: InvocationContext): Promise<void> {
  const { noticeWindows } = await import('../app/outbound/notice-windows.ts');
  const { given, problems, failures } = await noticeWindows(await loggedPorts(context));
  await writeProblems(context, problems);
  if (given > 0)
    await lineWriter(context)({
      event: 'notices',
      count: given,
      message: `${given} notices of closing windows`,
    });
  failFor(failures);
}
