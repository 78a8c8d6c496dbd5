import type * as z from 'zod';
import { ANNOUNCEMENT } from '../../app/documents/announcement-document.ts';
import { OVERRIDE } from '../../app/documents/override-document.ts';
import { POLICY } from '../../app/documents/policy-document.ts';
import { SCHEDULE } from '../../app/documents/schedule-document.ts';
import { EXPLANATION } from '../answers/explanation.ts';
import { FOUND_EXTENSION, NODE_EXTENSION, NODE_EXTENSIONS, POOL_EXTENSION } from '../answers/extension.ts';
import { APP_HEALTH, CHECKS, HELP, NODE_HEALTH, POOL_HEALTH, REMEDY } from '../answers/health.ts';
import { OS_UPGRADE } from '../answers/os-upgrade.ts';
import { NODE_STATE, PLAN, POLICY_IN_FORCE, POOL_ANSWER, RULE } from '../answers/pool.ts';
import { ARM_POOL, CREATED_POOL, POOL_CHECK, POOL_FINDING } from '../answers/pool-creation.ts';
import { ANNOUNCEMENT_ANSWER, OVERRIDE_ANSWER } from '../answers/pool-notes.ts';
import { DOCUMENT_FINDING, PREVIEW } from '../answers/preview.ts';

/** What people send, under the names that it has in the description. */
export const SENT: Readonly<Record<string, z.ZodType>> = {
  Announcement: ANNOUNCEMENT,
  Override: OVERRIDE,
  Policy: POLICY,
  PoolBody: ARM_POOL,
  Schedule: SCHEDULE,
};

/** And what they get. */
export const GIVEN: Readonly<Record<string, z.ZodType>> = {
  AnnouncementInForce: ANNOUNCEMENT_ANSWER,
  AppHealth: APP_HEALTH,
  CreatedPool: CREATED_POOL,
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
  Rule: RULE,
};

const NAMES: ReadonlyMap<unknown, string> = new Map(
  Object.entries({ ...SENT, ...GIVEN }).map(([name, schema]) => [schema, name]),
);

/** The name that a schema has in the description; `undefined` if it is written where it is used. */
export function componentNameOf(schema: unknown): string | undefined {
  return NAMES.get(schema);
}
