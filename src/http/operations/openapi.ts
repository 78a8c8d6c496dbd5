import * as z from 'zod';
import { getOpenApi } from '../openapi.ts';
import type { Operation } from '../operation.ts';
import { NO_QUERY } from '../request/parse-params.ts';

/** The description of some operations, which can be one of them. */
export function openApiOperation(operations: () => readonly Operation[]): Operation {
  return {
    name: 'get-openapi',
    method: 'GET',
    route: 'openapi.json',
    // What it gives is in every copy of the app.
    access: 'open',
    tag: 'app',
    summary: 'This description of the API, in OpenAPI 3.1.',
    description: 'Made from the very schemas that check requests. It needs no key.',
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
    handler: getOpenApi(operations),
  };
}
