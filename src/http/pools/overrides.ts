import * as api from '../../api/overrides.ts';
import { effectOfOverride, effectOfOverrideEnd, warningsOfOverride } from '../../app/effects/directive-effects.ts';
import { withMomentsWrittenOut } from '../../app/pools/moments-in-words.ts';
import {
  getOverride as findOverride,
  putOverride as overridePool,
  deleteOverride as removeOverride,
} from '../../app/pools/overrides.ts';
import { toOverride } from '../../documents/overrides/override-document.ts';
import { toEffectView } from '../serving/effect-view.ts';
import { type Operation, operation } from '../serving/operation.ts';
import { toPoolName } from './pool-name.ts';

export const putOverride = operation(api.putOverride).by(
  async ({ path, query: { dryRun }, body, caller: { actor } }, ports) => {
    const pool = toPoolName(path);
    const value = await withMomentsWrittenOut(ports, pool, { value: body, members: ['from', 'until'] });
    const wanted = { pool, value, actor };
    if (dryRun) return { status: 200, body: toEffectView(await effectOfOverride(ports, wanted)) };
    const { override, created } = await overridePool(ports, wanted);
    const warnings = await warningsOfOverride(ports, toOverride(override, wanted.pool));
    return { status: created ? 201 : 200, body: { ...override, ...(warnings.length > 0 && { warnings }) } };
  },
);

export const getOverride = operation(api.getOverride).by(async ({ path }, ports) => ({
  status: 200,
  body: await findOverride(ports, toPoolName(path)),
}));

export const deleteOverride = operation(api.deleteOverride).by(async ({ path, query: { dryRun }, caller }, ports) => {
  if (dryRun) return { status: 200, body: toEffectView(await effectOfOverrideEnd(ports, toPoolName(path))) };
  await removeOverride(ports, { pool: toPoolName(path), actor: caller.actor });
  return { status: 204 };
});

/** The operations on overrides. */
export const OVERRIDES: readonly Operation[] = [putOverride, getOverride, deleteOverride];
