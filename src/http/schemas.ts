import * as api from '../api/app.ts';
import { jsonSchemaOf } from '../documents/json-schema.ts';
import { type Operation, operation } from './serving/operation.ts';

export const getSchema = operation(api.getSchema).by(async ({ path: { kind } }) => ({
  status: 200,
  body: jsonSchemaOf(kind),
}));

/** The operations on the schemas of documents. */
export const SCHEMAS: readonly Operation[] = [getSchema];
