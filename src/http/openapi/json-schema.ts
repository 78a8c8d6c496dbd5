import * as z from 'zod';
import { componentNameOf } from './components.ts';

/** A part of the description, as JSON. */
export type Json = Readonly<Record<string, unknown>>;

/** Is it what somebody sends, or what somebody gets? */
export type Direction = 'input' | 'output';

/**
 * The JSON Schema of a part of a request or an answer; what is a component is only named. Whoever reads an answer has to
 * leave members alone that it does not know, so that the API can grow: an answer is never said to have no others.
 */
export function toJsonSchema(schema: z.ZodType, io: Direction): Json {
  const { $schema: _, ...json } = z.toJSONSchema(schema, {
    io,
    // What is code has said by itself how it looks (`meta`); what it has not said is not limited.
    unrepresentable: 'any',
    override: ({ zodSchema, jsonSchema }) => {
      const name = Object.is(zodSchema, schema) ? undefined : componentNameOf(zodSchema);
      if (name !== undefined) replace(jsonSchema, { $ref: `#/components/schemas/${name}` });
      if (io === 'output' && jsonSchema.additionalProperties === false) delete jsonSchema.additionalProperties;
    },
  });
  if ('$defs' in json) throw new Error('A schema that is named by `id` belongs into src/http/openapi/components.ts.');
  return json;
}

/** The schema of a body or an answer, or the name of its component. */
export function toContentSchema(schema: z.ZodType | undefined, io: Direction): Json {
  if (schema === undefined) return { type: 'string' };
  const name = componentNameOf(schema);
  return name === undefined ? toJsonSchema(schema, io) : { $ref: `#/components/schemas/${name}` };
}

function replace(target: object, value: object): void {
  for (const key of Object.keys(target)) Reflect.deleteProperty(target, key);
  Object.assign(target, value);
}
