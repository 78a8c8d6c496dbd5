import * as api from '../api/stop.ts';
import { endStop, findStop, stopEverything } from '../app/stop/emergency-stop.ts';
import { AppError } from '../ports/errors.ts';
import { type Operation, operation } from './serving/operation.ts';

export const putStop = operation(api.putStop).by(async ({ body: { reason }, caller: { actor } }, ports) => ({
  status: 200,
  body: await stopEverything(ports, { actor, reason }),
}));

export const getStop = operation(api.getStop).by(async (_, ports) => {
  const stop = await findStop(ports);
  if (stop === undefined) throw new AppError('StopNotFound', 'There is no emergency stop.');
  return { status: 200, body: stop };
});

export const deleteStop = operation(api.deleteStop).by(async ({ caller: { actor } }, ports) => {
  await endStop(ports, actor);
  return { status: 204 };
});

/** The operations on the emergency stop. */
export const STOP: readonly Operation[] = [putStop, getStop, deleteStop];
