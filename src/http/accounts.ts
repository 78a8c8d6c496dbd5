import * as api from '../api/accounts.ts';
import { type Operation, operation } from './serving/operation.ts';

export const listAccounts = operation(api.listAccounts).by(async (_, { batch, clock }) => ({
  status: 200,
  body: { now: (await clock.now()).toString(), accounts: batch.accounts.map((name) => ({ name })) },
}));

/** The operation on all accounts. */
export const ACCOUNTS: readonly Operation[] = [listAccounts];
