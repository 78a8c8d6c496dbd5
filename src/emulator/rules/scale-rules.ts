import type { ArmScaleSettings } from '../../wire/arm-pool.ts';
import { changeSettings, enableAutoScale } from '../world/pool-change.ts';
import { orderOf } from '../world/pool-life.ts';
import { beginResize } from '../world/resize.ts';
import type { Pool, World } from '../world/world.ts';
import { checkFormula } from './formula-rules.ts';
import { requireSteady } from './pool-state-rules.ts';

/** Refuses another scale for a pool that cannot take it now. @throws BatchError PoolBeingResized, AutoScaleFormulaTooLong */
export function checkScale(pool: Pool, wanted: ArmScaleSettings | undefined): void {
  checkFormula(wanted?.autoScale?.formula);
  if (wanted !== undefined && isOther(pool, wanted)) requireSteady(pool);
}

/** Brings a pool to another scale, if it is another; `checkScale` has been asked. */
export function scale(world: World, pool: Pool, wanted: ArmScaleSettings | undefined): void {
  if (wanted === undefined || !isOther(pool, wanted)) return;
  const { autoScale } = wanted;
  if (autoScale !== undefined) {
    const { formula, evaluationInterval = 'PT15M' } = autoScale;
    return enableAutoScale(world, pool, { formula, evaluationInterval });
  }
  // A pool that had a formula has none any more before it is resized, and so keeps its numbers of nodes.
  const settings = { ...pool.settings, scaleSettings: wanted };
  changeSettings(world, pool, settings);
  beginResize(world, pool, orderOf(settings));
}

/** assumed: a scale that is what the pool has already begins no resize. */
function isOther(pool: Pool, wanted: ArmScaleSettings): boolean {
  const { fixedScale, autoScale } = pool.settings.scaleSettings ?? {};
  if (wanted.autoScale !== undefined) {
    const { formula, evaluationInterval = 'PT15M' } = wanted.autoScale;
    return formula !== autoScale?.formula || evaluationInterval !== (autoScale.evaluationInterval ?? 'PT15M');
  }
  return (
    autoScale !== undefined ||
    (wanted.fixedScale?.targetDedicatedNodes ?? 0) !== (fixedScale?.targetDedicatedNodes ?? 0) ||
    (wanted.fixedScale?.targetLowPriorityNodes ?? 0) !== (fixedScale?.targetLowPriorityNodes ?? 0)
  );
}
