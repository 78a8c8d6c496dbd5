import * as z from 'zod';
import { listAccounts } from '../accounts.ts';
import type { Operation } from '../operation.ts';
import { NO_QUERY } from '../request/parse-params.ts';

/** What the accounts can be asked. */
export const ACCOUNTS: readonly Operation[] = [
  {
    name: 'list-accounts',
    method: 'GET',
    route: 'accounts',
    access: 'read',
    tag: 'pools',
    summary: 'The Batch accounts that are looked after.',
    query: NO_QUERY,
    answers: {
      200: {
        description: 'The accounts, as the settings name them.',
        content: {
          schema: z.object({
            now: z.string().describe('The time by which the app goes; a virtual one in a local run.'),
            accounts: z.array(z.object({ name: z.string() })),
          }),
          example: { now: '2026-03-02T08:00:00Z', accounts: [{ name: 'demo' }] },
        },
      },
    },
    problems: [],
    handler: listAccounts,
  },
];
