import * as z from 'zod';
import type { DocumentName } from '../../api/contract.ts';
import { RULE } from '../../api/pool.ts';
import { RULE_NAMES, RULES } from '../../core/plan/rules.ts';

/** A part of the document, as JSON. */
export type Json = Readonly<Record<string, unknown>>;

/** Is the schema for a request, or for a response? */
export type Direction = 'input' | 'output';

/** A schema, and the components to which it refers. */
export interface DescribedSchema {
  readonly schema: Json;
  readonly components: Readonly<Record<string, Json>>;
}

/** The path of components. */
export const COMPONENTS = '#/components/schemas/';

const RULES_IN_ORDER = [
  'The rule that decided. The rules in the order in which they are asked, with what each decides:',
  ...RULES.map(({ name, decides }) => `- \`${name}\`: ${decides}`),
].join('\n');

/**
 * The JSON Schema of a part of a request or response. A schema with an `id` becomes a component and a reference to it. The
 * schema of a response never forbids other members: clients must ignore unknown ones, so that the API can grow.
 */
export function toJsonSchema(schema: z.ZodType | undefined, io: Direction): DescribedSchema {
  if (schema === undefined) return { schema: { type: 'string' }, components: {} };
  const made = MADE[io].get(schema) ?? makeJsonSchema(schema, io);
  MADE[io].set(schema, made);
  return made;
}

/** Each schema is needed twice: where it is used, and for the components in it. */
const MADE: Readonly<Record<Direction, WeakMap<z.ZodType, DescribedSchema>>> = {
  input: new WeakMap(),
  output: new WeakMap(),
};

function makeJsonSchema(schema: z.ZodType, io: Direction): DescribedSchema {
  // Inside another schema, a component is only a reference.
  const whole = z.toJSONSchema(z.object({ schema }), {
    io,
    // Schemas made of code describe themselves (`meta`); otherwise they allow anything.
    unrepresentable: 'any',
    override: ({ zodSchema, jsonSchema }) => {
      if (io === 'output' && jsonSchema.additionalProperties === false) delete jsonSchema.additionalProperties;
      const { document } = z.globalRegistry.get(zodSchema) ?? {};
      if (document !== undefined) replace(jsonSchema, storedDocument(document as DocumentName));
      if (Object.is(zodSchema, RULE)) Object.assign(jsonSchema, { enum: RULE_NAMES, description: RULES_IN_ORDER });
      delete jsonSchema.id;
    },
  });
  const { $defs = {}, properties = {} } = whole;
  return {
    schema: withComponents(properties['schema']) as Json,
    components: withComponents($defs) as Readonly<Record<string, Json>>,
  };
}

/** A stored document may have been written by another tool, and is shown anyway. */
function storedDocument(document: DocumentName): Json {
  return {
    anyOf: [
      { $ref: `${COMPONENTS}${componentNameOf(document)}` },
      { type: 'object', description: 'Of another form, where it was written to the table by other means.' },
      { type: 'string', description: 'Where it is not JSON at all.' },
    ],
  };
}

/** The component name of a kind of document. */
export function componentNameOf(document: DocumentName): string {
  return document.charAt(0).toUpperCase() + document.slice(1);
}

/** A reference to the schema of a document in a request. */
export function documentReference(document: DocumentName): Json {
  return { $ref: `${COMPONENTS}${componentNameOf(document)}` };
}

function withComponents(value: unknown): unknown {
  return JSON.parse(JSON.stringify(value).replaceAll('"#/$defs/', `"${COMPONENTS}`));
}

function replace(target: object, value: object): void {
  for (const key of Object.keys(target)) Reflect.deleteProperty(target, key);
  Object.assign(target, value);
}
