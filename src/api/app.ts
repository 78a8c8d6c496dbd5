import * as z from 'zod';
import type { Contract } from './contract.ts';
import { CHECKS, HEALTH_STATUS, HEALTH_TYPE } from './health.ts';
import { NO_QUERY } from './no-query.ts';
import { oneOf } from './parameters.ts';

const APP_HEALTH = z.object({ status: HEALTH_STATUS, checks: CHECKS }).meta({ id: 'AppHealth' });

const TIME = '2026-03-02T12:00:00Z';

/** A healthy app. */
const WELL: z.infer<typeof APP_HEALTH> = {
  status: 'pass',
  checks: {
    tick: [{ status: 'pass', output: 'the last tick was 0 s ago', time: TIME }],
    tables: [{ status: 'pass', output: '3 policies', time: TIME }],
    queue: [{ status: 'pass', output: 'about 0 queued messages for evaluations', time: TIME }],
    'batch:demo': [{ status: 'pass', output: 'reachable', time: TIME }],
  },
};

const FAILING: z.infer<typeof APP_HEALTH> = {
  status: 'fail',
  checks: { tick: [{ status: 'fail', output: 'the last tick was 26 min ago', time: TIME }] },
};

export const getHealth = {
  name: 'get-health',
  method: 'GET',
  route: 'health',
  access: 'read',
  tag: 'app',
  summary: 'Check the health of this app.',
  description:
    'Its tables, queue and Batch accounts, the age of the last tick, and calendars of which it has an old copy or none. ' +
    'The status is that of the worst check.',
  query: NO_QUERY,
  answers: {
    200: {
      description: 'The status is `pass` or `warn`.',
      content: { type: HEALTH_TYPE, schema: APP_HEALTH, example: WELL },
    },
    503: {
      description: 'The status is `fail`.',
      content: { type: HEALTH_TYPE, schema: APP_HEALTH, example: FAILING },
    },
  },
  problems: ['InvalidRequest'],
} as const satisfies Contract;

export const getSchema = {
  name: 'get-schema',
  method: 'GET',
  route: 'schemas/{kind}',
  // Editors send no key, and every copy of the app contains the response.
  access: 'open',
  tag: 'app',
  summary: 'Get the JSON Schema of a kind of document.',
  description: 'In draft 2020-12, for editors that complete and check documents. It needs no key.',
  path: z.object({
    kind: oneOf(['schedule', 'policy', 'override', 'subscription', 'rule']).describe('The kind of document.'),
  }),
  query: NO_QUERY,
  answers: {
    200: {
      description: 'The schema.',
      content: {
        type: 'application/schema+json',
        schema: z.looseObject({ $schema: z.string(), $id: z.string(), title: z.string() }),
        example: {
          $schema: 'https://json-schema.org/draft/2020-12/schema',
          $id: 'urn:lamplighter:schedule',
          title: 'Lamplighter schedule',
          type: 'object',
        },
      },
    },
  },
  problems: ['InvalidRequest'],
} as const satisfies Contract;

export const getOpenApi = {
  name: 'get-openapi',
  method: 'GET',
  route: 'openapi.json',
  // Every copy of the app contains the response.
  access: 'open',
  tag: 'app',
  summary: 'Get this description of the API, in OpenAPI 3.1.',
  description: 'It is made from the schemas that check requests. It needs no key.',
  query: NO_QUERY,
  answers: {
    200: {
      description: 'The description.',
      content: {
        // https://datatracker.ietf.org/doc/draft-ietf-httpapi-rest-api-mediatypes/
        type: 'application/openapi+json',
        schema: z.looseObject({ openapi: z.string(), info: z.looseObject({}), paths: z.looseObject({}) }),
        example: { openapi: '3.1.1', info: { title: 'Lamplighter' }, paths: {} },
      },
    },
  },
  problems: ['InvalidRequest'],
} as const satisfies Contract;
