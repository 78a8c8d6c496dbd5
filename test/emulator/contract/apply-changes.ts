import type { Change, VersionedChange } from './changes.ts';
import type { Swagger, SwaggerOperation, SwaggerSchema } from './swagger.ts';

/** The specification of one version: the one at hand with the changes that are for that version. */
export function specificationOf(version: string, base: Swagger, changes: readonly VersionedChange[]): Swagger {
  return changes.filter((change) => isFor(version, change)).reduce(applyChange, base);
}

/** Both planes write their versions with the date first, so that they are ordered as text. */
function isFor(version: string, change: VersionedChange): boolean {
  return 'since' in change ? version >= change.since : version < change.before;
}

function applyChange(swagger: Swagger, change: Change): Swagger {
  const named = new Set([change.add, change.remove, change.require, change.values, change.withoutValues].flatMap(keys));
  const changed = [...named]
    .filter((name) => name in swagger.definitions)
    .map((name) => [name, changeDefinition(swagger.definitions[name] ?? {}, name, change)] as const);
  return {
    definitions: { ...swagger.definitions, ...change.define, ...Object.fromEntries(changed) },
    paths: (change.operations ?? []).reduce(addOperation, swagger.paths),
  };
}

function keys(of: object | undefined): readonly string[] {
  return Object.keys(of ?? {});
}

function changeDefinition(definition: SwaggerSchema, name: string, change: Change): SwaggerSchema {
  const gone = new Set(change.remove?.[name]);
  const members = { ...definition.properties, ...change.add?.[name] };
  const without = new Set(change.withoutValues?.[name]);
  return {
    ...definition,
    ...(definition.properties !== undefined && {
      properties: Object.fromEntries(Object.entries(members).filter(([member]) => !gone.has(member))),
      required: [...(definition.required ?? []), ...(change.require?.[name] ?? [])].filter(
        (member) => !gone.has(member),
      ),
    }),
    ...(definition.enum !== undefined && {
      enum: [...definition.enum, ...(change.values?.[name] ?? [])].filter((value) => !without.has(value)),
    }),
  };
}

function addOperation(
  paths: Swagger['paths'],
  { method, path, success, body }: NonNullable<Change['operations']>[number],
): Swagger['paths'] {
  const operation: SwaggerOperation = {
    responses: {
      ...Object.fromEntries(
        Object.entries(success).map(([status, headers]) => [
          status,
          {
            headers: Object.fromEntries(headers.map((name) => [name, {}])),
            ...(body !== undefined && { schema: body }),
          },
        ]),
      ),
      default: { schema: errorOf(path) },
    },
  };
  return { ...paths, [path]: { ...paths[path], [method]: operation } };
}

function errorOf(path: string): SwaggerSchema {
  return { $ref: `#/definitions/${path.startsWith('/subscriptions') ? 'CloudError' : 'BatchError'}` };
}
