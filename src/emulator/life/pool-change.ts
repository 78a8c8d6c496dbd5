import type { ArmPoolProperties } from '../../wire/arm-pool.ts';
import { touch } from '../world/stamp.ts';
import type { Pool, World } from '../world/world.ts';

/** Gives a pool other settings; nodes that are there are as they were until they start again. */
export function changeSettings(world: World, pool: Pool, settings: ArmPoolProperties): void {
  pool.settings = settings;
  touch(world, pool);
}

/** Puts a formula in force. On purpose: it is kept and not computed, and so the pool stays as large as it is. */
export function enableAutoScale(
  world: World,
  pool: Pool,
  autoScale: { readonly formula: string; readonly evaluationInterval: string },
): void {
  pool.autoScaleEnabledAt = world.now;
  changeSettings(world, pool, { ...pool.settings, scaleSettings: { autoScale } });
}

/** Takes away the formula of a pool, if it has one. assumed: it is then meant to have the nodes that it has. */
export function disableAutoScale(world: World, pool: Pool): void {
  if (pool.settings.scaleSettings?.autoScale === undefined) return;
  const nodes = [...pool.nodes.values()];
  const targetDedicatedNodes = nodes.filter(({ isDedicated }) => isDedicated).length;
  const targetLowPriorityNodes = nodes.length - targetDedicatedNodes;
  const fixedScale = { targetDedicatedNodes, targetLowPriorityNodes, resizeTimeout: pool.resize.timeout };
  pool.resize = { ...pool.resize, targetDedicatedNodes, targetLowPriorityNodes };
  changeSettings(world, pool, { ...pool.settings, scaleSettings: { fixedScale } });
}
