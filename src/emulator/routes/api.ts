import { type Api, type Authorization, CHECKED } from '../http/answer-request.ts';
import { BatchError } from '../http/batch-error.ts';
import { routerOver } from '../http/router.ts';
import { OPERATIONS } from './operation-table.ts';
import { UNIMPLEMENTED_OPERATIONS } from './unimplemented-operations.ts';

const ROUTER = routerOver(OPERATIONS, UNIMPLEMENTED_OPERATIONS);

/** Every operation, for requests from outside. */
export const CHECKED_API: Api = { router: ROUTER, authorization: CHECKED };

/** The same for requests whose credentials need no check: they use a given account. */
export function apiAs(account: string | undefined): Api {
  return { router: ROUTER, authorization: authorizedAs(account) };
}

function authorizedAs(name: string | undefined): Authorization {
  return {
    data: (_, world) => {
      const account = world.accounts.get((name ?? '').toLowerCase());
      if (account === undefined) throw new BatchError('AuthenticationFailed');
      return account;
    },
    management: () => undefined,
  };
}
