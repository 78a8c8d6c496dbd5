import * as z from 'zod';

const COUNT = z.lazy(() => z.int('a whole number is expected').min(0, 'a number from 0 on is expected'));

const LIMITS = z.lazy(() =>
  z.strictObject({
    startPerHour: COUNT.optional(),
    startPerDay: COUNT.optional(),
    deallocatePerHour: COUNT.optional(),
    deallocatePerDay: COUNT.optional(),
    removePerHour: COUNT.optional(),
    removePerDay: COUNT.optional(),
  }),
);

/** Schema of `LAMPLIGHTER_ACT_LIMITS`: limits for the whole app, for each account, and for accounts by name. */
export const ACT_LIMITS = z.lazy(() =>
  z.strictObject({
    app: LIMITS.default({}),
    account: LIMITS.default({}),
    accounts: z.record(z.string().regex(/^[a-z0-9]{3,24}$/, 'the name of an account is expected'), LIMITS).default({}),
  }),
);

/** What applies without the setting. */
export const NO_LIMITS: z.infer<typeof ACT_LIMITS> = { app: {}, account: {}, accounts: {} };
