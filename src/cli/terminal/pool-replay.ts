import { setTimeout as wait } from 'node:timers/promises';
import type { Replay } from '../../api/replays.ts';
import { Misuse } from './misuse.ts';

/** What is asked of a running app. */
export interface PoolReplayRequest {
  readonly app: string;
  readonly key: string;
  /** ACCOUNT/POOL. */
  readonly pool: string;
  readonly body: object;
  /** Is told how far it is. */
  readonly progress: (text: string) => void;
}

const POLL_MS = 1000;

/** Asks a running app to try policies on the recorded demand of a pool, and waits for its end. @throws Misuse with the answer of the app */
export async function poolReplay(request: PoolReplayRequest): Promise<Replay> {
  const [account, pool, ...rest] = request.pool.split('/');
  if (!account || !pool || rest.length > 0) throw new Misuse(`'${request.pool}' is not ACCOUNT/POOL`);
  let replay = await ask(request, `api/accounts/${account}/pools/${pool}/replay`, request.body);
  while (replay.status === 'waiting' || replay.status === 'running') {
    request.progress(`${replay.progress.policies} of ${replay.progress.of ?? '?'} policies were tried\r`);
    await wait(POLL_MS);
    replay = await ask(request, `api/replays/${replay.id}`, undefined);
  }
  if (replay.status === 'failed') throw new Misuse(replay.problem ?? 'the replay has failed');
  return replay;
}

async function ask({ app, key }: PoolReplayRequest, path: string, body: object | undefined): Promise<Replay> {
  if (!URL.canParse(path, app)) throw new Misuse(`--app ${app}: an address such as http://127.0.0.1:7071 is expected.`);
  const response = await answerOf(app, path, {
    method: body === undefined ? 'GET' : 'POST',
    headers: { 'x-functions-key': key, 'content-type': 'application/json' },
    ...(body !== undefined && { body: JSON.stringify(body) }),
  });
  const text = await response.text();
  if (!response.ok) throw new Misuse(`${response.status} ${text}`);
  return JSON.parse(text) as Replay;
}

async function answerOf(app: string, path: string, init: RequestInit): Promise<Response> {
  try {
    return await fetch(new URL(path, app), init);
  } catch (error) {
    throw new Misuse(`${app} does not answer (${((error as Error).cause as Error | undefined)?.message ?? error}).`);
  }
}
