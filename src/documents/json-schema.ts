import * as z from 'zod';
import { remember } from '../core/remember.ts';
import { OVERRIDE } from './overrides/override-document.ts';
import { POLICY } from './policies/policy-document.ts';
import { RULE } from './rules/rule-document.ts';
import { SCHEDULE } from './schedules/schedule-document.ts';
import { SUBSCRIPTION } from './subscriptions/subscription-document.ts';

const DIALECT = 'https://json-schema.org/draft/2020-12/schema';

/** The kinds of documents that have a JSON Schema. */
export const SCHEMA_KINDS = ['schedule', 'policy', 'override', 'subscription', 'rule'] as const;
export type SchemaKind = (typeof SCHEMA_KINDS)[number];

/** A JSON Schema, or a part of one. */
export type JsonSchema = z.core.JSONSchema.BaseSchema;

/** The JSON Schema of a document, with its address and title. */
export type DocumentSchema = JsonSchema & { readonly $schema: string; readonly $id: string; readonly title: string };

/**
 * The JSON Schema (2020-12) of a document, generated from its zod schema, so that editors complete and check documents.
 * Checks that JSON Schema cannot express are left out, so it accepts every document that the zod schema accepts.
 */
export const jsonSchemaOf: (kind: SchemaKind) => DocumentSchema = remember((kind: SchemaKind) => {
  const schema = SOURCES[kind];
  // A check in code describes its JSON Schema with `meta`; without that, it restricts nothing here.
  const { $schema: _, ...rest } = z.toJSONSchema(schema, { io: 'input', unrepresentable: 'any' });
  return {
    $schema: DIALECT,
    $id: `urn:lamplighter:${kind}`,
    title: `Lamplighter ${kind}`,
    ...rest,
  };
}, SCHEMA_KINDS.length);

const SOURCES = {
  schedule: SCHEDULE,
  policy: POLICY,
  override: OVERRIDE,
  subscription: SUBSCRIPTION,
  rule: RULE,
} satisfies Record<SchemaKind, z.ZodType>;

/** The zod schema of a kind of document. */
export function checkerOf(kind: SchemaKind): z.ZodType {
  return SOURCES[kind];
}
