import * as api from '../api/stop.ts';
import { effectOfStop } from '../app/effects/effect-of-stop.ts';
import { endStop, findStop, stopEverything } from '../app/stop/emergency-stop.ts';
import { AppError } from '../ports/errors.ts';
import { toEffectView } from './serving/effect-view.ts';
import { type Operation, operation } from './serving/operation.ts';

export const putStop = operation(api.putStop).by(
  async ({ query: { dryRun }, body: { reason }, caller: { actor } }, ports) => ({
    status: 200,
    body: dryRun
      ? toEffectView(await effectOfStop(ports, { actor, reason }))
      : await stopEverything(ports, { actor, reason }),
  }),
);

export const getStop = operation(api.getStop).by(async (_, ports) => {
  const stop = await findStop(ports);
  if (stop === undefined) throw new AppError('StopNotFound', 'There is no emergency stop.');
  return { status: 200, body: stop };
});

export const deleteStop = operation(api.deleteStop).by(async ({ query: { dryRun }, caller: { actor } }, ports) => {
  if (dryRun) return { status: 200, body: toEffectView(await effectOfStop(ports, 'end')) };
  await endStop(ports, actor);
  return { status: 204 };
});

/** The operations on the emergency stop. */
export const STOP: readonly Operation[] = [putStop, getStop, deleteStop];
