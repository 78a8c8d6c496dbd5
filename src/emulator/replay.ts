import { Temporal } from 'temporal-polyfill';
import { handle } from './handle.ts';
import { catchUp } from './life/advance.ts';
import { emptyWorld } from './origin.ts';
import { type LogEntry, lastInstant } from './request-log.ts';
import { apiAs } from './routes/api.ts';
import { populate } from './scenario/populate.ts';
import type { World } from './world/world.ts';

/**
 * Replays a log from its first line. Afterwards the clock of the world is at the end of the log.
 * @throws ScenarioError if the scenario of the world cannot be built
 */
export function replay(entries: readonly LogEntry[]): World {
  const [first, ...rest] = entries;
  if (first?.kind !== 'world') {
    throw new Error('The log of the emulator does not begin with its world: remove the file.');
  }
  const world = emptyWorld(first);
  if (first.scenario !== undefined) populate(world, first.scenario);
  for (const [index, entry] of rest.entries()) {
    try {
      play(world, entry);
    } catch (error) {
      const reason = (error as Error).message;
      throw new Error(`Line ${index + 2} of the log cannot be replayed (${reason}): remove it and those after it.`);
    }
  }
  world.clock.jumpTo(lastInstant(rest) ?? world.clock.now());
  return world;
}

function play(world: World, entry: LogEntry): void {
  if (entry.kind === 'world') return;
  world.clock.jumpTo(Temporal.Instant.from(entry.at));
  catchUp(world);
  if (entry.kind === 'request') handle(world, apiAs(entry.account), entry.request);
}
