import type { ApiVersion } from '../../wire/api-version.ts';
import type { WireNodeState } from '../../wire/node.ts';
import type { WireNodeCounts, WirePoolNodeCounts } from '../../wire/node-counts.ts';
import { isSince } from '../http/api-versions.ts';
import type { Node, Pool } from '../world/world.ts';
import { stateFor } from './node-view.ts';

type Counted = Pick<Pool, 'id' | 'counts' | 'nodes'>;

/** Nodes of a pool by state, as the data plane shows them; older versions have fewer fields. */
export function toWireNodeCounts(pool: Counted, version: ApiVersion): WirePoolNodeCounts {
  return {
    poolId: pool.id,
    dedicated: toWireCounts(countsFor(version, pool, 'dedicated'), version),
    lowPriority: toWireCounts(countsFor(version, pool, 'lowPriority'), version),
  };
}

function toWireCounts(counts: ReadonlyMap<WireNodeState, number>, version: ApiVersion): WireNodeCounts {
  const of = (state: WireNodeState) => counts.get(state) ?? 0;
  return {
    creating: of('creating'),
    idle: of('idle'),
    leavingPool: of('leavingpool'),
    offline: of('offline'),
    preempted: of('preempted'),
    rebooting: of('rebooting'),
    reimaging: of('reimaging'),
    running: of('running'),
    starting: of('starting'),
    startTaskFailed: of('starttaskfailed'),
    unknown: of('unknown'),
    unusable: of('unusable'),
    waitingForStartTask: of('waitingforstarttask'),
    ...(countsUpgrades(version) && { upgradingOS: of('upgradingos') }),
    ...(knowsDeallocation(version) && { deallocated: of('deallocated'), deallocating: of('deallocating') }),
    total: [...counts.values()].reduce((sum, count) => sum + count, 0),
  };
}

/** assumed: an older version counts a node under the state that it shows, so that counts and lists agree. */
function countsFor(
  version: ApiVersion,
  { counts, nodes }: Counted,
  kind: keyof Pool['counts'],
): ReadonlyMap<WireNodeState, number> {
  const present = counts[kind];
  if (knowsDeallocation(version)) return present;
  const shown = new Map<WireNodeState, number>();
  const add = (state: WireNodeState, count: number) => shown.set(state, (shown.get(state) ?? 0) + count);
  for (const [state, count] of present) if (state !== 'deallocating') add(fieldFor(version, state), count);
  // The previous state is known only for current nodes; delayed counts may include more or fewer.
  const count = present.get('deallocating') ?? 0;
  const known = count === 0 ? [] : deallocatingIn(nodes, kind).slice(0, count);
  for (const node of known) add(fieldFor(version, stateFor(version, node)), 1);
  add('offline', count - known.length);
  return shown;
}

function deallocatingIn(nodes: Pool['nodes'], kind: keyof Pool['counts']): readonly Node[] {
  const isDedicated = kind === 'dedicated';
  return [...nodes.values()].filter((node) => node.state === 'deallocating' && node.isDedicated === isDedicated);
}

/** The state under which a version counts a node: 2023-11-01.18.0 shows `upgradingos`, but has no field for it. */
function fieldFor(version: ApiVersion, state: WireNodeState): WireNodeState {
  const shown = stateFor(version, { state, previousState: state });
  return shown === 'upgradingos' && !countsUpgrades(version) ? 'rebooting' : shown;
}

function knowsDeallocation(version: ApiVersion): boolean {
  return isSince(version, '2024-07-01.20.0');
}

function countsUpgrades(version: ApiVersion): boolean {
  return isSince(version, '2024-02-01.19.0');
}
