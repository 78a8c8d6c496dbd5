import type { Handler } from './operation.ts';
import { NO_QUERY, parseQuery } from './request/parse-params.ts';

/** GET of the accounts that are looked after, and of the time by which the app goes. */
export const listAccounts: Handler = async (request, { batch, clock }) => {
  parseQuery(request, NO_QUERY);
  const now = await clock.now();
  return { jsonBody: { now: now.toString(), accounts: batch.accounts.map((name) => ({ name })) } };
};
