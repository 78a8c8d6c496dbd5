import * as z from 'zod';
import type { Operation } from '../operation.ts';
import { type Json, toJsonSchema } from './json-schema.ts';
import { USUAL_PARAMETERS } from './usual-parameters.ts';

/** The parameters of an operation: those of the path, of the query and of the headers, as the schemas have them. */
export function parametersOf({ route, path, query, headers }: Operation): readonly Json[] {
  const inPath = new Set([...route.matchAll(/\{\*?(\w+)\??\}/g)].map(([, name]) => name));
  return [
    ...parametersIn('path', path).filter(({ name }) => inPath.has(String(name))),
    ...parametersIn('query', query),
    ...parametersIn('header', headers).map((header) => ({ ...header, name: headerName(String(header['name'])) })),
  ];
}

/** A header as people write it: `If-Match`, `ETag`. */
export function headerName(name: string): string {
  if (name.toLowerCase() === 'etag') return 'ETag';
  return name.replaceAll(/(?<=^|-)[a-z]/g, (letter) => letter.toUpperCase());
}

const MEMBERS = z.object({
  properties: z.record(z.string(), z.looseObject({ description: z.string().optional() })).default({}),
  required: z.array(z.string()).default([]),
});

function parametersIn(place: 'path' | 'query' | 'header', schema: z.ZodObject | undefined): readonly Json[] {
  if (schema === undefined) return [];
  const { properties, required } = MEMBERS.parse(toJsonSchema(schema, 'input'));
  return Object.entries(properties).map(([name, { description = USUAL_PARAMETERS[name.toLowerCase()], ...rest }]) => ({
    name,
    in: place,
    required: place === 'path' || required.includes(name),
    ...(description !== undefined && { description }),
    schema: rest,
  }));
}
