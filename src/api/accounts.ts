import * as z from 'zod';
import type { Contract, Of } from './contract.ts';
import { MOMENT } from './moments.ts';
import { NO_QUERY } from './no-query.ts';

const ACCOUNTS = z.object({
  now: MOMENT.describe("The time by the app's clock, which is a virtual one in a local run."),
  accounts: z.array(z.object({ name: z.string() })),
});

/** The Batch accounts that the app manages, and the time of its clock. */
export type Accounts = Of<typeof ACCOUNTS>;

export const listAccounts = {
  name: 'list-accounts',
  method: 'GET',
  route: 'accounts',
  access: 'read',
  inParts: true,
  tag: 'pools',
  summary: 'List the Batch accounts that the app manages.',
  query: NO_QUERY,
  answers: {
    200: {
      description: 'The accounts, as the settings name them. A limited role shows those in its scope.',
      content: { schema: ACCOUNTS, example: { now: '2026-03-02T08:00:00Z', accounts: [{ name: 'demo' }] } },
    },
  },
  problems: [],
} as const satisfies Contract;
