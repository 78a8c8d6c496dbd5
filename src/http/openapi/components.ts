import type * as z from 'zod';
import { ANNOUNCEMENT } from '../../documents/announcements/announcement-document.ts';
import { checkerOf, SCHEMA_KINDS, type SchemaKind } from '../../documents/json-schema.ts';
import { EXPLANATION } from '../answers/explanation.ts';
import { FOUND_EXTENSION, NODE_EXTENSION, NODE_EXTENSIONS, POOL_EXTENSION } from '../answers/extension.ts';
import { APP_HEALTH, CHECKS, HELP, NODE_HEALTH, POOL_HEALTH, REMEDY } from '../answers/health.ts';
import { OS_UPGRADE } from '../answers/os-upgrade.ts';
import { NODE_STATE, PLAN, POLICY_IN_FORCE, POOL_ANSWER, RULE } from '../answers/pool.ts';
import { ARM_POOL, CREATED_POOL, POOL_CHECK, POOL_FINDING } from '../answers/pool-creation.ts';
import { ANNOUNCEMENT_ANSWER, OVERRIDE_ANSWER } from '../answers/pool-notes.ts';
import { DOCUMENT_FINDING, PREVIEW } from '../answers/preview.ts';

/** The name of a kind of document in the description: that of its JSON Schema. */
export function documentName(kind: SchemaKind): string {
  return kind.charAt(0).toUpperCase() + kind.slice(1);
}

const DOCUMENTS = Object.fromEntries(SCHEMA_KINDS.map((kind) => [documentName(kind), checkerOf(kind)]));

/** What people send, under the names that it has in the description; documents beside it. */
export const SENT: Readonly<Record<string, z.ZodType>> = { Announcement: ANNOUNCEMENT, PoolBody: ARM_POOL };

/** And what they get. */
export const GIVEN: Readonly<Record<string, z.ZodType>> = {
  AnnouncementInForce: ANNOUNCEMENT_ANSWER,
  AppHealth: APP_HEALTH,
  CreatedPool: CREATED_POOL,
  DecidingRule: RULE,
  DocumentFinding: DOCUMENT_FINDING,
  Explanation: EXPLANATION,
  FoundExtension: FOUND_EXTENSION,
  HealthChecks: CHECKS,
  Help: HELP,
  NodeExtension: NODE_EXTENSION,
  NodeExtensions: NODE_EXTENSIONS,
  NodeHealth: NODE_HEALTH,
  NodeState: NODE_STATE,
  OsUpgrade: OS_UPGRADE,
  OverrideInForce: OVERRIDE_ANSWER,
  Plan: PLAN,
  PolicyInForce: POLICY_IN_FORCE,
  Pool: POOL_ANSWER,
  PoolCheck: POOL_CHECK,
  PoolExtension: POOL_EXTENSION,
  PoolFinding: POOL_FINDING,
  PoolHealth: POOL_HEALTH,
  Preview: PREVIEW,
  Remedy: REMEDY,
};

const NAMES: ReadonlyMap<unknown, string> = new Map(
  Object.entries({ ...DOCUMENTS, ...SENT, ...GIVEN }).map(([name, schema]) => [schema, name]),
);

/** The name that a schema has in the description; `undefined` if it is written where it is used. */
export function componentNameOf(schema: unknown): string | undefined {
  return NAMES.get(schema);
}
