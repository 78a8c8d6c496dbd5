import type { HasBatchReader } from '../../ports/batch.ts';

/** Is an account still in the settings? While the accounts could not all be searched for, it counts as yes. */
export function isConfigured({ batch }: HasBatchReader, account: string): boolean {
  return batch.accounts.includes(account) || !batch.accountsAreComplete;
}
