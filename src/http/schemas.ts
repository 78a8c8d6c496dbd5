import * as z from 'zod';
import { jsonSchemaOf, SCHEMA_KINDS } from '../documents/json-schema.ts';
import type { Handler } from './operation.ts';
import { NO_QUERY, parsePath, parseQuery } from './request/parse-params.ts';

/** The kind of document in a path. */
export const SCHEMA_PATH = z.object({
  kind: z.enum(SCHEMA_KINDS, `one of ${SCHEMA_KINDS.join(', ')} is expected`).describe('The kind of document.'),
});

/** GET of the JSON Schema of a document. */
export const getSchema: Handler = async (request) => {
  const { kind } = parsePath(request, SCHEMA_PATH);
  parseQuery(request, NO_QUERY);
  return {
    headers: { 'content-type': 'application/schema+json' },
    body: JSON.stringify(jsonSchemaOf(kind)),
  };
};
