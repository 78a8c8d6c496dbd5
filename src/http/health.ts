import * as api from '../api/app.ts';
import { checkHealth, type Health } from '../app/check-health.ts';
import { type Operation, operation } from './serving/operation.ts';

/** 200 if the status is `pass` or `warn`, 503 if it is `fail`. */
export const getHealth = operation(api.getHealth).by(async (_, ports) => {
  const health = await checkHealth(ports);
  return { status: health.status === 'fail' ? 503 : 200, body: toView(health) };
});

/** The operations on the health of the app. */
export const HEALTH: readonly Operation[] = [getHealth];

function toView({ status, at, checks }: Health) {
  const time = at.toString();
  return {
    status,
    checks: Object.fromEntries(
      checks.map(({ name, since, ...check }) => [
        name,
        [{ ...check, ...(since !== undefined && { since: since.toString() }), time }],
      ]),
    ),
  };
}
