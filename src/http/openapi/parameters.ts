import * as z from 'zod';
import type { Contract } from '../../api/contract.ts';
import { headerName } from '../request/header-name.ts';
import { type Json, toJsonSchema } from './json-schema.ts';

/** The parameters of an operation: path, query and headers, from their schemas. */
export function parametersOf({ route, path, query, headers }: Contract): readonly Json[] {
  const inPath = new Set([...route.matchAll(/\{\*?(\w+)\??\}/g)].map(([, name]) => name));
  return [
    ...parametersIn('path', path).filter(({ name }) => inPath.has(String(name))),
    ...parametersIn('query', query),
    ...parametersIn('header', headers).map((header) => ({ ...header, name: headerName(String(header['name'])) })),
  ];
}

const MEMBERS = z.object({
  properties: z.record(z.string(), z.looseObject({ description: z.string().optional() })).default({}),
  required: z.array(z.string()).default([]),
});

function parametersIn(place: 'path' | 'query' | 'header', schema: z.ZodObject | undefined): readonly Json[] {
  if (schema === undefined) return [];
  const { properties, required } = MEMBERS.parse(toJsonSchema(schema, 'input').schema);
  return Object.entries(properties).map(([name, { description, ...rest }]) => ({
    name,
    in: place,
    required: place === 'path' || required.includes(name),
    ...(description !== undefined && { description }),
    schema: rest,
  }));
}
