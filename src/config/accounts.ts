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

const SOURCE = z.lazy(() =>
  z.strictObject({
    subscription: z.guid(),
    resourceGroup: z
      .string()
      .regex(/^[-\w.()]{1,90}$/)
      .optional(),
    tag: z.string().regex(/^[^=]{1,512}=.{0,256}$/),
  }),
);

type Entry = z.infer<typeof ACCOUNT> | z.infer<typeof SOURCE>;

/** An entry with a `subscription` is a place to find accounts in, any other is one account. Problems are reported for that kind only. */
const ENTRY = z.unknown().transform((value, context): Entry => {
  const isSource = typeof value === 'object' && value !== null && 'subscription' in value;
  const result = isSource ? SOURCE.safeParse(value) : ACCOUNT.safeParse(value);
  if (result.success) return result.data;
  for (const { path, message } of result.error.issues) context.addIssue({ code: 'custom', path, message });
  return z.NEVER;
});

/** Schema of `BATCH_ACCOUNTS`: accounts, and places to find accounts in. */
export const ACCOUNTS = z
  .array(ENTRY)
  .min(1)
  .refine((entries) => {
    const names = entries.flatMap((entry) => ('name' in entry ? entry.name : []));
    return new Set(names).size === names.length;
  }, 'an account is there twice');

/** Schema of `BATCH_ACCOUNT_KEYS`: shared keys by account name. */
export const ACCOUNT_KEYS = z.record(z.string().regex(ACCOUNT_NAME), z.base64());

/** One Batch account that the app manages. */
export interface AccountConfig {
  readonly name: string;
  /** Endpoint of the data plane. If it is missing, the app asks Azure Resource Manager for it. */
  readonly endpoint: string | undefined;
  /** `/subscriptions/…/resourceGroups/…/providers/Microsoft.Batch/batchAccounts/NAME` */
  readonly resourceId: string | undefined;
  /** Shared key in Base64. If it is missing, the app signs in with Microsoft Entra ID. */
  readonly key: string | undefined;
}

/** A subscription or resource group in which the app manages all accounts that have a tag. */
export interface AccountSource {
  readonly subscription: string;
  /** `undefined` means the whole subscription. */
  readonly resourceGroup: string | undefined;
  readonly tag: { readonly name: string; readonly value: string };
}

/** The entries that name an account, each with its shared key. */
export function namedAccounts(
  entries: z.infer<typeof ACCOUNTS>,
  keys: Readonly<Record<string, string>>,
): readonly AccountConfig[] {
  return entries.flatMap((entry) =>
    'name' in entry
      ? { name: entry.name, endpoint: entry.endpoint, resourceId: entry.resourceId, key: keys[entry.name] }
      : [],
  );
}

/** The entries that name a place to find accounts in. */
export function accountSources(entries: z.infer<typeof ACCOUNTS>): readonly AccountSource[] {
  return entries.flatMap((entry) => {
    if (!('tag' in entry)) return [];
    const [name = '', ...value] = entry.tag.split('=');
    return {
      subscription: entry.subscription,
      resourceGroup: entry.resourceGroup,
      tag: { name, value: value.join('=') },
    };
  });
}
