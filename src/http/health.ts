import type { HttpResponseInit } from '@azure/functions';
import { checkHealth, type Health } from '../app/check-health.ts';
import type { Handler } from './operation.ts';
import { NO_QUERY, parseQuery } from './request/parse-params.ts';

/**
 * GET of the health of this app: tables, queue, Batch accounts, age of the last tick. 200 where it passes or warns, 503
 * where something fails, as https://datatracker.ietf.org/doc/html/draft-inadarei-api-health-check-06 writes it.
 */
export const getHealth: Handler = async (request, ports) => {
  parseQuery(request, NO_QUERY);
  return toHealthAnswer(await checkHealth(ports));
};

function toHealthAnswer({ status, at, checks }: Health): HttpResponseInit {
  const time = at.toString();
  const byName = Object.fromEntries(checks.map(({ name, ...check }) => [name, [{ ...check, time }]]));
  return {
    status: status === 'fail' ? 503 : 200,
    headers: { 'content-type': 'application/health+json' },
    body: JSON.stringify({ status, checks: byName }),
  };
}
