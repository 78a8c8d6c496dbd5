import * as z from 'zod';
import type { Contract, Of } from './contract.ts';
import { MOMENT } from './moments.ts';

/** The token is the secret. Any other text is a link that does not exist, not an invalid request. */
const LINK_PATH = z.object({ token: z.string().describe('The secret in the address; it is used once.') });

const LINK = z.object({
  account: z.string(),
  pool: z.string(),
  action: z.enum(['skip', 'plusOneHour', 'plusTwoHours']),
  closesAt: MOMENT.describe('When the window closes; the link is valid until then.'),
  until: MOMENT.describe('The pool keeps its capacity until then.'),
  does: z.string(),
  done: z.string().nullable().describe('What a link of the same notice has done; `null` where none was used.'),
});

/** What a link of a notice does. */
export type Link = Of<typeof LINK>;

const EXAMPLE: z.infer<typeof LINK> = {
  account: 'demo',
  pool: 'render',
  action: 'plusOneHour',
  closesAt: '2026-03-02T17:30:00Z',
  until: '2026-03-02T18:30:00Z',
  does: 'The pool demo/render keeps what it has beyond 2026-03-02T17:30:00Z, until 2026-03-02T18:30:00Z: at least 10 nodes ready, no limit allocated',
  done: null,
};

const DONE = 'The pool demo/render keeps what it has … (plusOneHour, used at 2026-03-02T17:05:00Z)';

const PAGE = { type: 'text/html', example: '<!doctype html>…' } as const;

// Without a query schema, because mail programs add parameters of their own to every link.
const COMMON = { route: 'links/{token}', access: 'open', tag: 'links', path: LINK_PATH } as const;

export const showLink = {
  ...COMMON,
  name: 'show-link',
  method: 'GET',
  summary: 'Show what a link of a notice would do; nothing is done.',
  description: 'A page with a button for callers that accept `text/html`, JSON for others.',
  answers: {
    200: {
      description: 'What POST will do, or what was done.',
      content: [{ schema: LINK, example: EXAMPLE }, PAGE],
    },
  },
  problems: ['InvalidRequest', 'LinkNotFound', 'LinkExpired'],
} as const satisfies Contract;

export const useLink = {
  ...COMMON,
  name: 'use-link',
  method: 'POST',
  summary: 'Do what a link of a notice says, once.',
  description:
    'Of all links of one notice one can be used, once. It puts an override on the pool that keeps the capacity of the window beyond its close; an override that somebody else has made is never shortened or replaced.',
  answers: {
    200: { description: 'It was done.', content: [{ schema: LINK, example: { ...EXAMPLE, done: DONE } }, PAGE] },
  },
  problems: [
    'InvalidRequest',
    'LinkNotFound',
    'LinkExpired',
    'LinkUsed',
    'PoolOverridden',
    'PoolNotFound',
    'BatchUnavailable',
  ],
} as const satisfies Contract;
