import type * as z from 'zod';
import type { Control } from './control/control.ts';
import { answerControlRequest, isControlRequest } from './control/control-request.ts';
import { handle } from './handle.ts';
import type { Reply } from './http/answer-request.ts';
import { isRead, partsOf, type RawAnswer, type RawRequest } from './http/raw.ts';
import { catchUp } from './life/advance.ts';
import type { EmulationOptions } from './options.ts';
import { originOf } from './origin.ts';
import { replay } from './replay.ts';
import { type LogEntry, lastInstant, openRequestLog, type RequestLog } from './request-log.ts';
import { CHECKED_API } from './routes/api.ts';
import { restoreState, SAVED_STATE, saveState } from './saved-state.ts';
import { readScenario } from './scenario/read-scenario.ts';
import { VirtualClock } from './world/virtual-clock.ts';
import type { World } from './world/world.ts';

/** An emulated world, and the function that answers its requests. */
export interface Emulation {
  /** The current world: restoring a state replaces it. */
  readonly world: World;
  /** The clock stays the same when the world is replaced. */
  readonly clock: VirtualClock;
  answer(request: RawRequest): RawAnswer | 'no-answer';
  close(): void;
}

/**
 * Opens a new world, or the one in a file.
 * @throws ScenarioError, and Error for a file that is not a log or cannot be read
 */
export function openEmulation(options: EmulationOptions = {}): Emulation {
  const log = openRequestLog(options.file);
  const stored = log.entries;
  const past = pastOf(options, stored);
  const replayed = replay(past);
  if (stored.length === 0) log.replace(past);
  const wall = options.wall ?? (() => performance.now());
  const clock = new VirtualClock({ start: replayed.clock.now(), speed: 0, wall });
  clock.setSpeed(options.speed ?? speedOf(past) ?? 1);
  let world: World = { ...replayed, clock };
  let keep = keeper(world, log);
  const own: Readonly<Record<string, Control>> = {
    'GET state': () => saveState(world, log.entries),
    'PUT state': (_, { body }) => {
      const state = SAVED_STATE.parse(body);
      const restored = restoreState(state);
      log.replace(withPresent(state));
      clock.jumpTo(restored.clock.now());
      clock.setSpeed(state.speed);
      world = { ...restored, clock };
      keep = keeper(world, log);
      return { now: world.now.toString(), speed: clock.speed };
    },
  };
  return {
    get world() {
      return world;
    },
    clock,
    answer: (request) => {
      catchUp(world);
      if (partsOf(request).path === STATE_PATH) return answerControlRequest(world, request, own);
      const reply = handle(world, CHECKED_API, request);
      keep(request, reply);
      return reply.answer;
    },
    close: () => log.close(),
  };
}

/** The log of a state, up to the instant at which the state was saved. */
function withPresent({ log, now }: z.infer<typeof SAVED_STATE>): readonly LogEntry[] {
  const entries = log as readonly LogEntry[];
  const at = now.toString();
  return lastInstant(entries)?.toString() === at ? entries : [...entries, { kind: 'time', at }];
}

const STATE_PATH = '/_emulator/state';

/** The stored log of the world, or the beginning of a new log. */
function pastOf(options: EmulationOptions, entries: readonly LogEntry[]): readonly LogEntry[] {
  const [first, ...rest] = entries;
  if (first === undefined) return [{ kind: 'world', ...originOf(options) }];
  // Old logs lack a part of the first entry.
  return first.kind === 'world' && first.accounts === undefined
    ? [{ ...originOf(options), ...first }, ...rest]
    : entries;
}

function speedOf([first]: readonly LogEntry[]): number | undefined {
  return first?.kind === 'world' && first.scenario !== undefined
    ? readScenario(first.scenario).scenario.speed
    : undefined;
}

/** Logs every request that may have changed the world, and the time of its clock once per virtual minute. */
function keeper(world: World, log: RequestLog): (request: RawRequest, reply: Omit<Reply, 'refusal'>) => void {
  let kept = world.now;
  return (request, { account, faulted }) => {
    const movesClock = partsOf(request).path === '/_emulator/clock';
    // A request without an account that is not a control request was refused before it could change anything.
    const reaches = account !== undefined || isControlRequest(request);
    const changes = reaches && !movesClock && (!isRead(request.method) || faulted);
    if (!changes && !movesClock && kept.until(world.now).total('minutes') < 1) return;
    kept = world.now;
    const at = world.now.toString();
    if (!changes) return log.append({ kind: 'time', at });
    const { authorization: _, ...headers } = request.headers;
    log.append({ kind: 'request', at, ...(account !== undefined && { account }), request: { ...request, headers } });
  };
}
