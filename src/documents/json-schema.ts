import * as z from 'zod';
import { remember } from '../core/remember.ts';
import { OVERRIDE } from './overrides/override-document.ts';
import { POLICY } from './policies/policy-document.ts';
import { RULE } from './rules/rule-document.ts';
import { SCHEDULE } from './schedules/schedule-document.ts';
import { SUBSCRIPTION } from './subscriptions/subscription-document.ts';

const DIALECT = 'https://json-schema.org/draft/2020-12/schema';

/** What can be written as JSON and has a JSON Schema. */
export const SCHEMA_KINDS = ['schedule', 'policy', 'override', 'subscription', 'rule'] as const;
export type SchemaKind = (typeof SCHEMA_KINDS)[number];

/** A JSON Schema, or a part of one. */
export type JsonSchema = z.core.JSONSchema.BaseSchema;

/** The JSON Schema of a document, which says what it is. */
export type DocumentSchema = JsonSchema & { readonly $schema: string; readonly $id: string; readonly title: string };

/**
 * The JSON Schema (2020-12) of a document, made from what checks it, so that editors complete and check what people write.
 * It says less than the check where JSON Schema has no words for it, and never more: what is valid is valid by both.
 */
export const jsonSchemaOf: (kind: SchemaKind) => DocumentSchema = remember((kind: SchemaKind) => {
  const schema = SOURCES[kind];
  // What is code has said by itself how it looks (`meta`); what it has not said is not limited.
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

/** What checks a document of a kind. */
export function checkerOf(kind: SchemaKind): z.ZodType {
  return SOURCES[kind];
}
