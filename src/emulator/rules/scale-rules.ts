import type { ArmScaleSettings } from '../../wire/arm-pool.ts';
import { changeSettings, enableAutoScale } from '../life/pool-change.ts';
import { orderOf } from '../life/pool-life.ts';
import { beginResize } from '../life/resize.ts';
import type { Pool, World } from '../world/world.ts';
import { checkFormula } from './formula-rules.ts';
import { requireSteady } from './pool-state-rules.ts';

/** Refuses another scale if the pool cannot take it now. @throws BatchError PoolBeingResized, AutoScaleFormulaTooLong */
export function checkScale(pool: Pool, wanted: ArmScaleSettings | undefined): void {
  checkFormula(wanted?.autoScale?.formula);
  if (wanted !== undefined && isOther(pool, wanted)) requireSteady(pool);
}

/** Sets another scale, if it differs; call `checkScale` first. */
export function scale(world: World, pool: Pool, wanted: ArmScaleSettings | undefined): void {
  if (wanted === undefined || !isOther(pool, wanted)) return;
  const { autoScale } = wanted;
  if (autoScale !== undefined) {
    const { formula, evaluationInterval = 'PT15M' } = autoScale;
    return enableAutoScale(world, pool, { formula, evaluationInterval });
  }
  // The formula is removed before the resize, so the pool keeps its numbers of nodes.
  const settings = { ...pool.settings, scaleSettings: wanted };
  changeSettings(world, pool, settings);
  beginResize(world, pool, orderOf(settings));
}

/** assumed: an equal scale begins no resize. */
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
