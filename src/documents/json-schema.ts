import * as z from 'zod';
import { remember } from '../core/remember.ts';
import type { Words } from './fields/words.ts';
import { OVERRIDE } from './overrides/override-document.ts';
import { OVERRIDE_WORDS } from './overrides/override-words.ts';
import { POLICY } from './policies/policy-document.ts';
import { POLICY_WORDS } from './policies/policy-words.ts';
import { RULE } from './rules/rule-document.ts';
import { RULE_WORDS } from './rules/rule-words.ts';
import { SCHEDULE } from './schedules/schedule-document.ts';
import { SCHEDULE_WORDS } from './schedules/schedule-words.ts';
import { SUBSCRIPTION } from './subscriptions/subscription-document.ts';
import { SUBSCRIPTION_WORDS } from './subscriptions/subscription-words.ts';

const DIALECT = 'https://json-schema.org/draft/2020-12/schema';

/** What can be written as JSON and has a JSON Schema. */
export const SCHEMA_KINDS = ['schedule', 'policy', 'override', 'subscription', 'rule'] as const;
export type SchemaKind = (typeof SCHEMA_KINDS)[number];

/** A JSON Schema, or a part of one. */
export type JsonSchema = z.core.JSONSchema.BaseSchema;

/**
 * The JSON Schema (2020-12) of a document, made from what checks it, so that editors complete and check what people write.
 * It says less than the check where JSON Schema has no words for it, and never more: what is valid is valid by both.
 */
export const jsonSchemaOf: (kind: SchemaKind) => JsonSchema = remember((kind: SchemaKind) => {
  const { schema, words } = SOURCES[kind];
  // What is code has said by itself how it looks (`meta`); what it has not said is not limited.
  const { $schema: _, ...rest } = z.toJSONSchema(schema, { io: 'input', unrepresentable: 'any' });
  return {
    $schema: DIALECT,
    $id: `urn:lamplighter:${kind}`,
    title: `Lamplighter ${kind}`,
    ...withWords(rest, words, ''),
  };
}, SCHEMA_KINDS.length);

const SOURCES = {
  schedule: { schema: SCHEDULE, words: SCHEDULE_WORDS },
  policy: { schema: POLICY, words: POLICY_WORDS },
  override: { schema: OVERRIDE, words: OVERRIDE_WORDS },
  subscription: { schema: SUBSCRIPTION, words: SUBSCRIPTION_WORDS },
  rule: { schema: RULE, words: RULE_WORDS },
} satisfies Record<SchemaKind, { readonly schema: z.ZodType; readonly words: Words }>;

/** What checks a document of a kind. */
export function checkerOf(kind: SchemaKind): z.ZodType {
  return SOURCES[kind].schema;
}

/** Adds the words of each member, at any depth. */
function withWords(schema: JsonSchema, words: Words, place: string): JsonSchema {
  const { properties, items, ...rest } = schema;
  const inside = (name: string) => (place === '' ? name : `${place}.${name}`);
  const described = Object.entries(properties ?? {}).map(([name, member]) => [
    name,
    typeof member === 'boolean' ? member : withWords(member, words, inside(name)),
  ]);
  const description = words[place];
  return {
    ...(description !== undefined && { description }),
    ...rest,
    ...(properties !== undefined && { properties: Object.fromEntries(described) }),
    ...(isSchema(items) && { items: withWords(items, words, `${place}[]`) }),
  };
}

function isSchema(items: JsonSchema['items']): items is JsonSchema {
  return typeof items === 'object' && !Array.isArray(items);
}
