import type { ApiVersion } from '../../wire/api-version.ts';
import type { WireNodeState } from '../../wire/node.ts';
import type { WireNodeCounts, WirePoolNodeCounts } from '../../wire/node-counts.ts';
import { isSince } from '../http/api-versions.ts';
import type { Pool } from '../world/world.ts';

/** Nodes of a pool by state, as the data plane shows them; older versions have fewer fields. */
export function toWireNodeCounts({ id, counts }: Pick<Pool, 'id' | 'counts'>, version: ApiVersion): WirePoolNodeCounts {
  return {
    poolId: id,
    dedicated: toWireCounts(counts.dedicated, version),
    lowPriority: toWireCounts(counts.lowPriority, version),
  };
}

function toWireCounts(counts: ReadonlyMap<WireNodeState, number>, version: ApiVersion): WireNodeCounts {
  const of = (state: WireNodeState) => counts.get(state) ?? 0;
  const knowsDeallocation = isSince(version, '2024-07-01.20.0');
  return {
    creating: of('creating'),
    idle: of('idle'),
    leavingPool: of('leavingpool'),
    // assumed: counts of an older version say what its node states say: deallocated is offline.
    offline: of('offline') + (knowsDeallocation ? 0 : of('deallocated') + of('deallocating')),
    preempted: of('preempted'),
    rebooting: of('rebooting'),
    reimaging: of('reimaging'),
    running: of('running'),
    starting: of('starting'),
    startTaskFailed: of('starttaskfailed'),
    unknown: of('unknown'),
    unusable: of('unusable'),
    waitingForStartTask: of('waitingforstarttask'),
    ...(isSince(version, '2024-02-01.19.0') && { upgradingOS: of('upgradingos') }),
    ...(knowsDeallocation && { deallocated: of('deallocated'), deallocating: of('deallocating') }),
    total: [...counts.values()].reduce((sum, count) => sum + count, 0),
  };
}
