import { setTimeout as wait } from 'node:timers/promises';
import type { Replay } from '../../api/replays.ts';
import { askApp, refusalText } from './app-client.ts';
import { Misuse } from './misuse.ts';
import { poolPath } from './pool-name.ts';
import { endProgress, showProgress } from './progress.ts';
import type { AppOptions } from './running-app.ts';

/** A request for a replay by a running app. */
export interface PoolReplayRequest extends AppOptions {
  /** ACCOUNT/POOL. */
  readonly pool: string;
  readonly body: object;
}

const POLL_MS = 1000;

/**
 * Requests a replay of policies on the recorded demand of a pool from a running app, and waits until it has ended.
 * @throws Misuse if the app refuses, or the replay fails
 */
export async function poolReplay(request: PoolReplayRequest): Promise<Replay> {
  let replay = await ask(request, `${poolPath(request.pool)}/replay`, request.body);
  try {
    while (replay.status === 'waiting' || replay.status === 'running') {
      showProgress(progressOf(replay));
      await wait(POLL_MS);
      replay = await ask(request, `replays/${replay.id}`, undefined);
    }
  } finally {
    endProgress();
  }
  if (replay.status === 'failed') throw new Misuse(replay.problem ?? 'the replay has failed');
  return replay;
}

function progressOf({ progress: { policies, of } }: Replay): string {
  return of === null ? 'reading what was recorded …' : `${policies} of ${of} policies were tried`;
}

async function ask(options: AppOptions, path: string, body: object | undefined): Promise<Replay> {
  const answer = await askApp(options, { method: body === undefined ? 'GET' : 'POST', path, ...(body && { body }) });
  if (!answer.isSuccess) throw new Misuse(refusalText(answer).trimEnd());
  return answer.body as Replay;
}
