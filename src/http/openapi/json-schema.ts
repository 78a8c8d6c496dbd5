import * as z from 'zod';
import type { DocumentName } from '../../api/contract.ts';
import { RULE } from '../../api/pool.ts';
import { RULE_NAMES, RULES } from '../../core/plan/rules.ts';

/** A part of the description, as JSON. */
export type Json = Readonly<Record<string, unknown>>;

/** Is it what somebody sends, or what somebody gets? */
export type Direction = 'input' | 'output';

/** A schema, and the components that it refers to. */
export interface DescribedSchema {
  readonly schema: Json;
  readonly components: Readonly<Record<string, Json>>;
}

/** Where components are referred to. */
export const COMPONENTS = '#/components/schemas/';

const RULES_IN_ORDER = [
  'The rule that decided. The rules in the order in which they are asked, with what each decides:',
  ...RULES.map(({ name, decides }) => `- \`${name}\`: ${decides}`),
].join('\n');

/**
 * The JSON Schema of a part of a request or an answer. A schema with an `id` is a component and only referred to. Whoever
 * reads an answer has to ignore members that it does not know, so that the API can grow: the schema of an answer never
 * forbids other members.
 */
export function toJsonSchema(schema: z.ZodType | undefined, io: Direction): DescribedSchema {
  if (schema === undefined) return { schema: { type: 'string' }, components: {} };
  const made = MADE[io].get(schema) ?? makeJsonSchema(schema, io);
  MADE[io].set(schema, made);
  return made;
}

/** Each is asked for twice: where it is used, and for the components in it. */
const MADE: Readonly<Record<Direction, WeakMap<z.ZodType, DescribedSchema>>> = {
  input: new WeakMap(),
  output: new WeakMap(),
};

function makeJsonSchema(schema: z.ZodType, io: Direction): DescribedSchema {
  // Inside of something, also the schema itself is only referred to where it is a component.
  const whole = z.toJSONSchema(z.object({ schema }), {
    io,
    // What is code has said by itself how it looks (`meta`); what it has not said is not limited.
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

/** What a table holds may have been written by other means, and is shown all the same. */
function storedDocument(document: DocumentName): Json {
  return {
    anyOf: [
      { $ref: `${COMPONENTS}${componentNameOf(document)}` },
      { type: 'object', description: 'Of another form, where it was written to the table by other means.' },
      { type: 'string', description: 'Where it is not JSON at all.' },
    ],
  };
}

/** The name of a kind of document among the components. */
export function componentNameOf(document: DocumentName): string {
  return document.charAt(0).toUpperCase() + document.slice(1);
}

/** A reference to a document that somebody sends. */
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
