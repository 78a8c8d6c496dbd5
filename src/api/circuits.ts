import * as z from 'zod';
import type { Contract } from './contract.ts';
import { DRY_RUN, DRY_RUN_ANSWER } from './effects.ts';
import { MOMENT } from './moments.ts';
import { IDEMPOTENCY_HEADERS, POOL_PATH, POOL_ROUTE } from './parameters.ts';

export const resetCircuit = {
  name: 'reset-circuit',
  method: 'POST',
  route: `${POOL_ROUTE}/circuit/reset`,
  access: 'operate',
  tag: 'pools',
  summary: "Close the circuit of a pool's gate at the pool's next evaluation.",
  path: POOL_PATH,
  query: DRY_RUN,
  headers: IDEMPOTENCY_HEADERS,
  answers: {
    200: DRY_RUN_ANSWER,
    202: {
      description: 'The circuit will be closed, whether or not it is open now.',
      headers: { location: 'The address of its records in the audit log.' },
      content: {
        schema: z.object({
          at: MOMENT,
          correlation: z.string().describe('Everything that comes of the request is in the audit log under it.'),
        }),
        example: { at: '2026-03-02T12:00:00Z', correlation: '2f6b1c0e-58f4-4f3f-9d1e-7a0c5b9d3e21' },
      },
    },
  },
  problems: ['InvalidRequest', 'AccountNotFound', 'PoolNotFound', 'IdempotencyKeyReused'],
} as const satisfies Contract;
