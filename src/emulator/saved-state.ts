import { Temporal } from 'temporal-polyfill';
import * as z from 'zod';
import { INSTANT } from './inputs/time-schemas.ts';
import { catchUp } from './life/advance.ts';
import { replay } from './replay.ts';
import type { LogEntry } from './request-log.ts';
import type { SavedJournal } from './world/journal.ts';
import type { World } from './world/world.ts';

/** A whole world as data: its settings and all requests since, from which everything except read requests can be replayed. */
export interface SavedState {
  readonly format: 1;
  readonly now: string;
  readonly speed: number;
  readonly log: readonly LogEntry[];
  readonly journal: SavedJournal;
}

/** The state of a world, with its log. */
export function saveState(world: World, log: readonly LogEntry[]): SavedState {
  const now = world.now.toString();
  return { format: 1, now, speed: world.clock.speed, log, journal: world.journal.save() };
}

const RAW_REQUEST = z.object({
  method: z.string(),
  url: z.string(),
  headers: z.record(z.string(), z.string()),
  body: z.string(),
  isTooLarge: z.literal(true).optional(),
  encrypted: z.boolean(),
});

const ORIGIN = z.object({
  kind: z.literal('world'),
  start: INSTANT.transform(String),
  seed: z.number(),
  accounts: z
    .array(
      z.object({
        name: z.string(),
        key: z.string(),
        subscriptionId: z.string(),
        resourceGroup: z.string(),
        location: z.string(),
      }),
    )
    .min(1),
  journalCapacity: z.number(),
  latencies: z.unknown(),
  knobs: z.unknown(),
  scenario: z.unknown().optional(),
});

const CHANGE = z.discriminatedUnion('kind', [
  z.object({
    kind: z.literal('request'),
    at: INSTANT.transform(String),
    account: z.string().optional(),
    request: RAW_REQUEST,
  }),
  z.object({ kind: z.literal('time'), at: INSTANT.transform(String) }),
]);

/** The answer of `GET /_emulator/state`. */
export const SAVED_STATE = z
  .object({
    format: z.literal(1),
    now: INSTANT,
    speed: z.number().min(0).max(100_000),
    log: z.tuple([ORIGIN], CHANGE),
    journal: z.object({ number: z.int().min(0), entries: z.array(z.looseObject({ number: z.int(), at: z.string() })) }),
  })
  .refine(
    ({ now, log }) => isInOrder([...log.map((entry) => (entry.kind === 'world' ? entry.start : entry.at)), now]),
    {
      message: 'Its times must follow each other.',
      path: ['log'],
    },
  );

function isInOrder(times: readonly (string | Temporal.Instant)[]): boolean {
  const instants = times.map((time) => Temporal.Instant.from(time));
  return instants.every((instant, index) => Temporal.Instant.compare(instants[index - 1] ?? instant, instant) <= 0);
}

/** The saved world, with a clock of its own that is stopped at the instant of saving. */
export function restoreState({ now, log, journal }: z.infer<typeof SAVED_STATE>): World {
  const world = replay(log as readonly LogEntry[]);
  world.clock.jumpTo(now);
  catchUp(world);
  world.journal.restore(journal as unknown as SavedJournal);
  return world;
}
