import { Temporal } from 'temporal-polyfill';
import type { Stage } from '../perform/stage.ts';
import type { WitnessedAct } from './witnessed-act.ts';

/** The pools in which the latest tick is over: no clock was ever later, that of whoever runs it again included. */
export async function evaluatedPools({ system, pools }: Stage, apps: readonly number[]): Promise<ReadonlySet<string>> {
  const ticks = system.stations.flatMap(({ app }, index) => [app.tickedAt ?? [], apps.includes(index) ? app.now : []]);
  const latest = ticks.flat().toSorted(Temporal.Instant.compare).at(-1);
  const over = new Set<unknown>();
  for await (const row of system.table('PoolState').listEntities<PoolRow>())
    if (latest !== undefined && isOver(row, latest)) over.add(row.poolId);
  return new Set(pools.map(({ id }) => id).filter((id) => over.has(id)));
}

/** What is kept of a pool, as anybody may have written it. */
interface PoolRow {
  readonly poolId?: unknown;
  readonly tick?: unknown;
  readonly acting?: unknown;
}

/** Has an evaluation that began at an instant, or later, come to its end? */
export function isOver({ tick, acting }: PoolRow, latest: string): boolean {
  const isInstant = typeof tick === 'string' && /^\d{4}-\d\d-\d\dT/.test(tick);
  return acting === undefined && isInstant && Temporal.Instant.compare(tick, latest) >= 0;
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
