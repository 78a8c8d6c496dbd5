import { describe, expect, it } from 'vitest';
import * as z from 'zod';
import type { Contract } from '../../../src/api/contract.ts';
import type { Ports } from '../../../src/app/ports.ts';
import { operation } from '../../../src/http/serving/operation.ts';
import { call } from '../../support/http-call.ts';

const NO_PORTS = { settings: {} } as Ports;

const GET_THING = {
  name: 'get-thing',
  method: 'GET',
  route: 'things/{id}',
  access: 'open',
  tag: 'app',
  summary: 'Get a thing.',
  path: z.object({ id: z.string() }),
  query: z.strictObject({ days: z.coerce.number().default(7) }),
  answers: {
    200: {
      description: 'The thing.',
      headers: { etag: 'Its version.' },
      content: { type: 'application/thing+json', schema: z.object({ id: z.string(), days: z.number() }), example: {} },
    },
    304: { description: 'The caller has it.', headers: { etag: 'Its version.' } },
  },
  problems: [],
} as const satisfies Contract;

const HEADERS = { etag: '"1"' };

describe('an operation', () => {
  it('hands its handler what the contract has parsed, and gives the answer that the contract allows', async () => {
    const served = operation(GET_THING).by(async ({ path: { id }, query: { days } }) => ({
      status: 200,
      headers: HEADERS,
      body: { id, days },
    }));
    const { name: _, ...unnamed } = served;
    const answer = await call({ access: 'open', handler: unnamed.handler }, NO_PORTS, { params: { id: 'a' } });
    expect(answer).toMatchObject({ status: 200, body: { id: 'a', days: 7 } });
    expect(answer.headers.get('content-type')).toBe('application/thing+json');
    expect(answer.headers.get('etag')).toBe('"1"');
  });

  it('does not send a header that is undefined, or a body where the contract has none', async () => {
    const { handler } = operation(GET_THING).by(async () => ({ status: 304, headers: { etag: undefined } }));
    const answer = await call({ access: 'open', handler }, NO_PORTS, { params: { id: 'a' } });
    expect(answer).toMatchObject({ status: 304, body: undefined });
    expect(answer.headers.get('etag')).toBeNull();
  });

  it('does not compile with an answer that the contract does not allow', () => {
    const { by } = operation(GET_THING);
    const wrong = [
      // @ts-expect-error: a member has the wrong type
      by(async () => ({ status: 200, headers: HEADERS, body: { id: 1, days: 7 } })),
      // @ts-expect-error: a member is missing
      by(async () => ({ status: 200, headers: HEADERS, body: { id: 'a' } })),
      // @ts-expect-error: a status is not in the contract
      by(async () => ({ status: 201, headers: HEADERS, body: { id: 'a', days: 7 } })),
      // @ts-expect-error: a header is missing
      by(async () => ({ status: 200, headers: {}, body: { id: 'a', days: 7 } })),
      // @ts-expect-error: this status has no body
      by(async () => ({ status: 304, headers: HEADERS, body: { id: 'a', days: 7 } })),
      // @ts-expect-error: the query has no such parameter
      by(async ({ query }) => ({ status: 200, headers: HEADERS, body: { id: query.id, days: 7 } })),
    ];
    expect(wrong).toHaveLength(6);
  });
});
