import type { HandRequest } from '../laws/step-laws.ts';
import type { Promises } from '../promises.ts';
import type { StormPool } from '../storm-pools.ts';
import type { StormSystem } from '../storm-system.ts';
import type { StormReceiver } from './storm-receiver.ts';

/** Everything that a step can touch. */
export interface Stage {
  readonly system: StormSystem;
  readonly pools: readonly StormPool[];
  /** Ids of the nodes of each pool, as it began. */
  readonly nodes: Map<string, readonly string[]>;
  readonly promises: Promises;
  /** Requests of people by correlation. */
  readonly byHand: Map<string, HandRequest>;
  readonly receivers: Readonly<Record<'well' | 'ill', StormReceiver>>;
  /** Pools in which somebody has acted past the app. */
  readonly meddled: Set<string>;
  readonly breaches: string[];
  /** How often people were answered what. */
  readonly answered: Map<string, number>;
  /** How many of each there were. */
  readonly counts: { kills: number; freezes: number; crashes: number; tasks: number };
}

/** An answer; `undefined` where nobody has answered, so that nobody knows whether it was done. */
export type Answer = { readonly status: number; readonly text: string } | undefined;

export interface Question {
  readonly app: number;
  readonly method: string;
  /** Of the API; of the host itself where it begins with a slash. */
  readonly path: string;
  readonly body?: object | string | undefined;
  readonly headers?: Readonly<Record<string, string>>;
}

/** Nobody was there to be asked: nothing was done. */
const NOBODY: Answer = { status: 400, text: '' };

/**
 * Asks an app over HTTP, the other one where it stands still, and waits no longer than it can answer. An app that is dead is started
 * again afterwards.
 */
export async function ask(
  { system, answered }: Stage,
  { app, method, path, body, headers }: Question,
): Promise<Answer> {
  const preferred = [...system.stations.slice(app), ...system.stations.slice(0, app)];
  const station = preferred.find((one) => !one.app.isFrozen);
  if (station === undefined) return NOBODY;
  const silence = new AbortController();
  station.app.onSilence = () => silence.abort();
  const sent = { 'content-type': 'application/json', 'x-functions-key': 'storm', ...headers };
  const text = typeof body === 'object' ? JSON.stringify(body) : body;
  try {
    const init = { method, headers: sent, signal: silence.signal, ...(text !== undefined && { body: text }) };
    const response = await fetch(new URL(path, `${station.app.url}/api/`), init);
    const { status } = response;
    const what = `${method} ${path.split('/').at(-1)} ${status}`;
    answered.set(what, (answered.get(what) ?? 0) + 1);
    return { status, text: await response.text() };
  } catch {
    return undefined;
  } finally {
    if (!station.app.isAlive) await station.app.start();
  }
}

export function isDone(answer: Answer): boolean {
  return answer !== undefined && answer.status < 300;
}

/** May it have been done? Refusals are certain, and failures are not. */
export function mayBeDone(answer: Answer): boolean {
  return answer === undefined || answer.status < 300 || answer.status >= 500;
}
