import * as z from 'zod';
import { APP_HEALTH, APP_HEALTH_EXAMPLE } from '../answers/health.ts';
import { getHealth } from '../health.ts';
import type { Operation } from '../operation.ts';
import { NO_QUERY } from '../request/parse-params.ts';
import { getSchema, SCHEMA_PATH } from '../schemas.ts';

const HEALTH_CONTENT = { type: 'application/health+json', schema: APP_HEALTH, example: APP_HEALTH_EXAMPLE } as const;

/** How this app is doing. */
export const HEALTH: readonly Operation[] = [
  {
    name: 'get-health',
    method: 'GET',
    route: 'health',
    access: 'read',
    tag: 'app',
    summary: 'The health of this app.',
    description:
      'Tables, queue, Batch accounts, the age of the last tick, and calendars with an old copy or none. ' +
      'The worst of the checks is the status.',
    query: NO_QUERY,
    answers: {
      200: { description: 'All is well, or something is worth a look.', content: HEALTH_CONTENT },
      503: {
        description: 'Something fails.',
        content: {
          ...HEALTH_CONTENT,
          example: {
            status: 'fail',
            checks: {
              tick: [{ status: 'fail', output: 'the last tick was 26 min ago', time: '2026-03-02T12:00:00Z' }],
            },
          },
        },
      },
    },
    problems: ['InvalidRequest'],
    handler: getHealth,
  },
];

/** What the app says of itself. */
export const SCHEMAS: readonly Operation[] = [
  {
    name: 'get-schema',
    method: 'GET',
    route: 'schemas/{kind}',
    // Editors have no key to send, and what they get is in every copy of the app.
    access: 'open',
    tag: 'app',
    summary: 'The JSON Schema of a kind of document.',
    description: 'Draft 2020-12, for editors that complete and check what people write. It needs no key.',
    path: SCHEMA_PATH,
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
    handler: getSchema,
  },
];
