import type { WirePoolUsageMetrics } from '../../wire/node-file.ts';
import type { PoolUsage } from '../life/usage.ts';
import { toWireTime } from '../world/wire-time.ts';
import { shownVmSize } from './vm-size.ts';

/** The usage of a pool as the data plane shows it. */
export function toWireUsage({ pool, from, to, coreHours }: PoolUsage): WirePoolUsageMetrics {
  return {
    poolId: pool.id,
    startTime: toWireTime(from),
    endTime: toWireTime(to),
    vmSize: shownVmSize(pool),
    totalCoreHours: coreHours,
  };
}
