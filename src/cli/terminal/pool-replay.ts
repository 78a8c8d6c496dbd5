import { setTimeout as wait } from 'node:timers/promises';
import type { Replay } from '../../api/replays.ts';
import { askApp } from './app-client.ts';
import { granted, patientApp } from './patient-app.ts';
import { poolPath } from './pool-name.ts';
import { endProgress, showProgress } from './progress.ts';
import { Refusal } from './refusal.ts';
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
 * @throws Refusal if the app refuses, or the replay fails; NoAnswer if the app does not answer at first or for long
 */
export async function poolReplay({ pool, body, ...app }: PoolReplayRequest): Promise<Replay> {
  const asked = await askApp(app, { method: 'POST', path: `${poolPath(pool)}/replay`, body });
  const ask = patientApp(app);
  let replay = granted(asked).body as Replay;
  try {
    while (replay.status === 'waiting' || replay.status === 'running') {
      showProgress(progressOf(replay));
      await wait(POLL_MS);
      replay = (await ask({ path: `replays/${replay.id}` })).body as Replay;
    }
  } finally {
    endProgress();
  }
  if (replay.status === 'failed') throw new Refusal(replay.problem ?? 'the replay has failed');
  return replay;
}

function progressOf({ progress: { policies, of } }: Replay): string {
  return of === null ? 'reading what was recorded …' : `${policies} of ${of} policies were tried`;
}
