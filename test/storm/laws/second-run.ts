import { Temporal } from 'temporal-polyfill';
import type { Stage } from '../perform/stage.ts';
import type { WitnessedAct } from './witnessed-act.ts';

/** The pools whose latest tick, by whichever clock, has been evaluated to its end. */
export async function evaluatedPools({ system, pools }: Stage): Promise<ReadonlySet<string>> {
  const ticks = system.stations.flatMap(({ app }) => app.tickedAt ?? []).map(String);
  const latest = ticks.toSorted(Temporal.Instant.compare).at(-1);
  const evaluated = new Set<string>();
  const rows = system.table('PoolState').listEntities<{ poolId?: unknown; tick?: unknown; acting?: unknown }>();
  for await (const { poolId, tick, acting } of rows) {
    const isOver = latest !== undefined && acting === undefined && isInstant(tick) && !isBefore(tick, latest);
    if (isOver && pools.some(({ id }) => id === poolId)) evaluated.add(String(poolId));
  }
  return evaluated;
}

/** What breaks law 5: acts of a tick that is made again, in pools in which it was over. What people have asked for comes when it comes. */
export function secondRunBreaches(
  { byHand, promises }: Pick<Stage, 'byHand' | 'promises'>,
  evaluated: ReadonlySet<string>,
  acts: readonly WitnessedAct[],
): readonly string[] {
  return acts
    .filter(({ pool }) => evaluated.has(pool))
    .filter(({ pool, at, correlation = '' }) => !byHand.has(correlation) && !promises.mayBeByHand(pool, at))
    .map(({ action, node, at }) => `law 5: the same tick again: ${action} of ${node} at ${at}`);
}

function isInstant(value: unknown): value is string {
  return typeof value === 'string' && /^\d{4}-\d\d-\d\dT/.test(value);
}

function isBefore(a: string, b: string): boolean {
  return Temporal.Instant.compare(a, b) < 0;
}
