import * as z from 'zod';

/** "3 to 24 characters long and must use only numbers and lower-case letters" */
const ACCOUNT_NAME = /^[a-z0-9]{3,24}$/;

const ACCOUNT = z
  .strictObject({
    name: z.string().regex(ACCOUNT_NAME),
    endpoint: z.url({ protocol: /^https?$/ }).optional(),
    resourceId: z.string().startsWith('/subscriptions/').optional(),
  })
  .refine(
    ({ endpoint, resourceId }) => endpoint !== undefined || resourceId !== undefined,
    'endpoint or resourceId is missing',
  );

/** The accounts as `BATCH_ACCOUNTS` names them. */
export const ACCOUNTS = z
  .array(ACCOUNT)
  .min(1)
  .refine(
    (accounts) => new Set(accounts.map(({ name }) => name)).size === accounts.length,
    'an account is there twice',
  );

/** Shared keys by the name of the account, as `BATCH_ACCOUNT_KEYS` has them. */
export const ACCOUNT_KEYS = z.record(z.string(), z.base64());

/** One Batch account that is looked after. */
export interface AccountConfig {
  readonly name: string;
  /** Address of the data plane. Without it the management plane is asked for it. */
  readonly endpoint: string | undefined;
  /** `/subscriptions/…/resourceGroups/…/providers/Microsoft.Batch/batchAccounts/NAME` */
  readonly resourceId: string | undefined;
  /** Shared key in Base64; without it the app signs in with Microsoft Entra ID. */
  readonly key: string | undefined;
}

/** The accounts, each with its key. */
export function withKeys(
  accounts: z.infer<typeof ACCOUNTS>,
  keys: z.infer<typeof ACCOUNT_KEYS> = {},
): readonly AccountConfig[] {
  return accounts.map(({ name, endpoint, resourceId }) => ({ name, endpoint, resourceId, key: keys[name] }));
}
