import * as z from 'zod';
import { jsonSchemaOf, SCHEMA_KINDS } from '../app/documents/json-schema.ts';
import type { Handler } from './operation.ts';
import { parsePath, parseQuery } from './parse-params.ts';

const PATH = z.object({ kind: z.enum(SCHEMA_KINDS, `one of ${SCHEMA_KINDS.join(', ')} is expected`) });

/** GET of the JSON Schema of a document. */
export const getSchema: Handler = async (request) => {
  const { kind } = parsePath(request, PATH);
  parseQuery(request, z.strictObject({}));
  return {
    headers: { 'content-type': 'application/schema+json' },
    body: JSON.stringify(jsonSchemaOf(kind)),
  };
};
