import * as api from '../api/accounts.ts';
import { type Operation, operation } from './serving/operation.ts';

export const listAccounts = operation(api.listAccounts).by(async ({ caller: { sees } }, { batch, clock }) => ({
  status: 200,
  body: {
    now: (await clock.now()).toString(),
    accounts: batch.accounts.filter((account) => sees({ account })).map((name) => ({ name })),
  },
}));

/** The operation on all accounts. */
export const ACCOUNTS: readonly Operation[] = [listAccounts];
