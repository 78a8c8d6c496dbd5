import { describe, expect, it } from 'vitest';
import type { Ports } from '../../src/app/ports.ts';
import { getSchema } from '../../src/http/schemas.ts';
import { call } from '../support/http-call.ts';

/** A schema is asked of nothing but the app itself. */
const NO_PORTS = {} as Ports;

describe('GET schemas/{kind}', () => {
  it.each(['schedule', 'policy', 'override', 'subscription', 'rule'])('gives that of a %s', async (kind) => {
    const { status, headers, body } = await call(getSchema, NO_PORTS, { params: { kind } });
    expect([status, headers.get('content-type')]).toEqual([200, 'application/schema+json']);
    expect(body).toMatchObject({
      $schema: 'https://json-schema.org/draft/2020-12/schema',
      $id: `urn:lamplighter:${kind}`,
      additionalProperties: false,
    });
  });

  it('knows no others', async () => {
    const answer = await call(getSchema, NO_PORTS, { params: { kind: 'pool' } });
    expect(answer).toMatchObject({ status: 400, body: { errors: [{ path: 'kind' }] } });
  });
});
