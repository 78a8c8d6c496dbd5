import type { Content, Contract } from '../../api/contract.ts';
import { ANNOUNCEMENT } from '../../documents/announcements/announcement-document.ts';
import { jsonSchemaOf, SCHEMA_KINDS, type SchemaKind } from '../../documents/json-schema.ts';
import { COMPONENTS, componentNameOf, type DescribedSchema, type Json, toJsonSchema } from './json-schema.ts';

/** The named schemas: those of documents, and those with an `id` in a contract. */
export function componentSchemas(contracts: readonly Contract[]): Readonly<Record<string, Json>> {
  const named = contracts.flatMap(schemasOf).flatMap(({ components }) => Object.entries(components));
  const byName = Map.groupBy(named, ([name]) => name);
  for (const [name, all] of byName) {
    if (new Set(all.map(([, schema]) => JSON.stringify(schema))).size > 1) {
      throw new Error(`Two schemas have the id '${name}', or one that is sent differs from what is given.`);
    }
  }
  return { ...Object.fromEntries(named), ...Object.fromEntries(documentSchemas()) };
}

function schemasOf({ body, answers }: Contract): readonly DescribedSchema[] {
  const given: readonly Content[] = Object.values(answers).flatMap(({ content = [] }) => content);
  return [toJsonSchema(body?.schema, 'input'), ...given.map(({ schema }) => toJsonSchema(schema, 'output'))];
}

function documentSchemas(): readonly (readonly [string, Json])[] {
  const announcement = toJsonSchema(ANNOUNCEMENT, 'input').schema;
  return [[componentNameOf('announcement'), announcement], ...SCHEMA_KINDS.flatMap(documentSchema)];
}

/** The schema of a document as editors use it. The parts to which it refers are separate components, named after it. */
function documentSchema(kind: SchemaKind): readonly (readonly [string, Json])[] {
  const name = componentNameOf(kind);
  const { $schema: _, $id: __, $defs = {}, ...schema } = jsonSchemaOf(kind);
  const partOf = (part: string) => `${name}${part.replace(/^__schema/, 'Part')}`;
  const lifted = (value: unknown): Json =>
    JSON.parse(
      JSON.stringify(value).replaceAll(/"#\/\$defs\/(\w+)"/g, (_ref, part: string) => `"${COMPONENTS}${partOf(part)}"`),
    );
  return [[name, lifted(schema)], ...Object.entries($defs).map(([part, def]) => [partOf(part), lifted(def)] as const)];
}
