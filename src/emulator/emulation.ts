import { Temporal } from 'temporal-polyfill';
import { answerControlRequest, isControlRequest } from './control/control-request.ts';
import { DEFAULT_ACCOUNT, DEFAULT_JOURNAL_CAPACITY, DEFAULT_SEED } from './defaults.ts';
import { type Admission, type Api, answerRequest, CHECKED } from './http/answer-request.ts';
import { BatchError } from './http/batch-error.ts';
import { partsOf, type RawAnswer, type RawRequest } from './http/raw.ts';
import { routerOver } from './http/router.ts';
import { OPERATIONS } from './operation-table.ts';
import { type LogEntry, lastInstant, openRequestLog, type RequestLog } from './request-log.ts';
import { UNIMPLEMENTED_OPERATIONS } from './unimplemented-operations.ts';
import { catchUp } from './world/advance.ts';
import type { Knobs } from './world/knobs.ts';
import type { Latencies } from './world/latencies.ts';
import { type NewAccount, newWorld } from './world/new-world.ts';
import { VirtualClock, type WallClock } from './world/virtual-clock.ts';
import type { World } from './world/world.ts';

/** What an emulated world begins with; everything has a default. */
export interface EmulationOptions {
  readonly account?: Partial<NewAccount>;
  /** The virtual time of the beginning; the real time without it. */
  readonly start?: Temporal.Instant;
  /** Virtual seconds a second; 0 is a clock that stands still until it is moved. */
  readonly speed?: number;
  readonly seed?: number;
  readonly latencies?: Partial<Latencies>;
  readonly knobs?: Partial<Knobs>;
  readonly journalCapacity?: number;
  /** A file that keeps the world: where it is there already, the world goes on from it. */
  readonly file?: string;
  readonly wall?: WallClock;
}

/** A world that answers requests. */
export interface Emulation {
  readonly world: World;
  answer(request: RawRequest): RawAnswer | 'no-answer';
  close(): void;
}

/** Opens a world: a new one, or the one that a file keeps. */
export function openEmulation(options: EmulationOptions = {}): Emulation {
  const log = options.file === undefined ? undefined : openRequestLog(options.file);
  const world = log?.entries[0] === undefined ? beginning(options, log) : again(options, log.entries);
  world.clock.setSpeed(options.speed ?? 1);
  const keep = keeper(world, log);
  return {
    world,
    answer: (request) => {
      catchUp(world);
      const { answer, account } = handle(world, CHECKED_API, request);
      keep(request, account);
      return answer;
    },
    close: () => log?.close(),
  };
}

const ROUTER = routerOver(OPERATIONS, UNIMPLEMENTED_OPERATIONS);
const CHECKED_API: Api = { router: ROUTER, admission: CHECKED };

function beginning(options: EmulationOptions, log: RequestLog | undefined): World {
  const start = options.start ?? Temporal.Now.instant();
  const seed = options.seed ?? DEFAULT_SEED;
  const world = emptyWorld(options, start, seed);
  log?.append({ kind: 'world', start: start.toString(), seed });
  return world;
}

/** Plays again what a log tells. */
function again(options: EmulationOptions, entries: readonly LogEntry[]): World {
  const [first, ...rest] = entries;
  if (first?.kind !== 'world')
    throw new Error('The log of the emulator does not begin with its world: remove the file.');
  const world = emptyWorld(options, Temporal.Instant.from(first.start), first.seed);
  for (const entry of rest) {
    if (entry.kind === 'world') continue;
    world.clock.jumpTo(Temporal.Instant.from(entry.at));
    catchUp(world);
    if (entry.kind === 'request')
      handle(world, { router: ROUTER, admission: admittedAs(entry.account) }, entry.request);
  }
  world.clock.jumpTo(lastInstant(rest) ?? world.clock.now());
  return world;
}

function emptyWorld(options: EmulationOptions, start: Temporal.Instant, seed: number): World {
  const clock = new VirtualClock({ start, speed: 0, wall: options.wall ?? (() => performance.now()) });
  const { latencies, knobs, journalCapacity = DEFAULT_JOURNAL_CAPACITY } = options;
  return newWorld({
    clock,
    seed,
    journalCapacity,
    accounts: [{ ...DEFAULT_ACCOUNT, ...options.account }],
    ...(latencies !== undefined && { latencies }),
    ...(knobs !== undefined && { knobs }),
  });
}

/** Credentials were checked when a request was first made; played again it comes in under the account it had. */
function admittedAs(name: string | undefined): Admission {
  return {
    data: (_, world) => {
      const account = world.accounts.get((name ?? '').toLowerCase());
      if (account === undefined) throw new BatchError('AuthenticationFailed');
      return account;
    },
    management: () => undefined,
  };
}

function handle(world: World, api: Api, request: RawRequest) {
  if (isControlRequest(request)) return { answer: answerControlRequest(world, request), account: undefined };
  return answerRequest(world, api, request);
}

/** Keeps what may have changed the world, and once a virtual minute how far its clock has come. */
function keeper(world: World, log: RequestLog | undefined): (request: RawRequest, account: string | undefined) => void {
  if (log === undefined) return () => undefined;
  let kept = world.now;
  return (request, account) => {
    const movesClock = partsOf(request).path === '/_emulator/clock';
    const changes = request.method !== 'GET' && !movesClock;
    if (!changes && !movesClock && kept.until(world.now).total('minutes') < 1) return;
    kept = world.now;
    const at = world.now.toString();
    if (!changes) return log.append({ kind: 'time', at });
    const { authorization: _, ...headers } = request.headers;
    log.append({ kind: 'request', at, ...(account !== undefined && { account }), request: { ...request, headers } });
  };
}
