/** A schema as Swagger 2 writes it, as far as it is read here. */
export interface SwaggerSchema {
  readonly $ref?: string;
  readonly type?: string;
  readonly format?: string;
  readonly enum?: readonly string[];
  readonly items?: SwaggerSchema;
  readonly properties?: Readonly<Record<string, SwaggerSchema>>;
  readonly required?: readonly string[];
  readonly allOf?: readonly SwaggerSchema[];
  readonly additionalProperties?: SwaggerSchema | boolean;
  readonly minimum?: number;
  readonly maximum?: number;
  readonly 'x-nullable'?: boolean;
}

export interface SwaggerResponse {
  readonly schema?: SwaggerSchema;
  readonly headers?: Readonly<Record<string, unknown>>;
}

export interface SwaggerOperation {
  readonly responses: Readonly<Record<string, SwaggerResponse>>;
}

/** A specification, as far as it is read here. */
export interface Swagger {
  readonly paths: Readonly<Record<string, Readonly<Record<string, SwaggerOperation>>>>;
  readonly definitions: Readonly<Record<string, SwaggerSchema>>;
}

/**
 * A Swagger schema as JSON Schema in which every object that lists its members is closed: no other goes out, but what
 * OData adds. With `partial` nothing is required, as where the caller picked members with `$select`.
 */
export function toJsonSchema(schema: SwaggerSchema, swagger: Swagger, partial: boolean): object {
  if (schema.$ref !== undefined) return { $ref: `#/definitions/${nameOf(schema.$ref)}` };
  const properties = membersOf(schema, swagger);
  if (properties !== undefined) return closedObject(schema, properties, { swagger, partial });
  const [only] = schema.allOf ?? [];
  if (only !== undefined) return toJsonSchema(only, swagger, partial);
  const { items, additionalProperties } = schema;
  return {
    ...valueRules(schema),
    ...(items !== undefined && { items: toJsonSchema(items, swagger, partial) }),
    ...(typeof additionalProperties === 'object' && {
      additionalProperties: toJsonSchema(additionalProperties, swagger, partial),
    }),
  };
}

/** What a schema says of a value by itself; words that mean the same in Swagger and JSON Schema are copied. */
function valueRules(schema: SwaggerSchema): object {
  const { type, enum: values } = schema;
  const nullable = schema['x-nullable'] === true;
  const copied = (['format', 'minimum', 'maximum'] as const).filter((word) => schema[word] !== undefined);
  return {
    ...Object.fromEntries(copied.map((word) => [word, schema[word]])),
    ...(type !== undefined && type !== 'file' && { type: nullable ? [type, 'null'] : type }),
    ...(values !== undefined && { enum: nullable ? [...values, null] : values }),
  };
}

function closedObject(
  schema: SwaggerSchema,
  properties: Readonly<Record<string, SwaggerSchema>>,
  { swagger, partial }: { readonly swagger: Swagger; readonly partial: boolean },
): object {
  return {
    type: schema['x-nullable'] === true ? ['object', 'null'] : 'object',
    properties: Object.fromEntries(
      Object.entries(properties).map(([name, member]) => [name, toJsonSchema(member, swagger, partial)]),
    ),
    patternProperties: { '^odata\\.': {} },
    ...(!partial && { required: requiredOf(schema, swagger).filter((name) => name in properties) }),
    additionalProperties: false,
  };
}

/** The members of an object, with those of what it extends; `undefined` if it lists none. */
function membersOf(schema: SwaggerSchema, swagger: Swagger): Readonly<Record<string, SwaggerSchema>> | undefined {
  if (schema.properties === undefined) return undefined;
  const inherited = (schema.allOf ?? []).map((base) => membersOf(resolve(base, swagger), swagger));
  return Object.assign({}, ...inherited, schema.properties) as Record<string, SwaggerSchema>;
}

function requiredOf(schema: SwaggerSchema, swagger: Swagger): readonly string[] {
  const inherited = (schema.allOf ?? []).flatMap((base) => requiredOf(resolve(base, swagger), swagger));
  return [...inherited, ...(schema.required ?? [])];
}

function resolve(schema: SwaggerSchema, { definitions }: Swagger): SwaggerSchema {
  return schema.$ref === undefined ? schema : (definitions[nameOf(schema.$ref)] ?? {});
}

function nameOf(ref: string): string {
  return ref.replace('#/definitions/', '');
}
