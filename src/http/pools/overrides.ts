import * as api from '../../api/overrides.ts';
import {
  getOverride as findOverride,
  putOverride as overridePool,
  deleteOverride as removeOverride,
} from '../../app/pools/pool-notes.ts';
import { type Operation, operation } from '../serving/operation.ts';
import { toPoolName } from './pool-name.ts';

export const putOverride = operation(api.putOverride).by(async ({ path, body, caller: { actor } }, ports) => {
  const { override, created } = await overridePool(ports, { pool: toPoolName(path), value: body, actor });
  return { status: created ? 201 : 200, body: override };
});

export const getOverride = operation(api.getOverride).by(async ({ path }, ports) => ({
  status: 200,
  body: await findOverride(ports, toPoolName(path)),
}));

export const deleteOverride = operation(api.deleteOverride).by(async ({ path, caller }, ports) => {
  await removeOverride(ports, toPoolName(path), caller.actor);
  return { status: 204 };
});

/** The operations on overrides. */
export const OVERRIDES: readonly Operation[] = [putOverride, getOverride, deleteOverride];
