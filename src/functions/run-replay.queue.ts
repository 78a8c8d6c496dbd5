import { app, type InvocationContext } from '@azure/functions';
import { loggedPorts } from './log.ts';

app.storageQueue('run-replay', { queueName: 'run-replay', connection: 'AzureWebJobsStorage', handler: replay });

/** Tries the next policy of a replay on the recorded demand of its pool. */
async function replay(message: unknown, context: InvocationContext): Promise<void> {
  const { fromReplayMessage } = await import('../ports/replay-queue.ts');
  const { runReplay } = await import('../app/replay/run-replay.ts');
  const id = fromReplayMessage(message);
  context.debug(`replay ${id}: ${await runReplay(await loggedPorts(context), id)}`);
}
