import type { Operation } from '../operation.ts';
import { ACCOUNTS } from './accounts.ts';
import { ACTS } from './acts.ts';
import { HEALTH, SCHEMAS } from './app.ts';
import { AUDIT } from './audit.ts';
import { DASHBOARD } from './dashboard.ts';
import { DELIVERIES } from './deliveries.ts';
import { POLICIES, RULES, SCHEDULES } from './documents.ts';
import { LINKS } from './links.ts';
import { openApiOperation } from './openapi.ts';
import { UPGRADES } from './os-upgrade.ts';
import { POOL_CREATION } from './pool-creation.ts';
import { POOL_HEALTHS } from './pool-health.ts';
import { ANNOUNCEMENTS, CIRCUITS, OVERRIDES } from './pool-notes.ts';
import { POOLS } from './pools.ts';
import { SAVINGS } from './savings.ts';
import { SUBSCRIPTIONS } from './subscriptions.ts';
import { TIMELINE } from './timeline.ts';
import { WEBHOOKS } from './webhooks.ts';

/** The description of all of them. */
export const OPENAPI: readonly Operation[] = [openApiOperation(() => OPERATIONS)];

/** Every operation of the API: what is registered, and what its description is made from. */
export const OPERATIONS: readonly Operation[] = [
  ...ACCOUNTS,
  ...ACTS,
  ...ANNOUNCEMENTS,
  ...AUDIT,
  ...CIRCUITS,
  ...DASHBOARD,
  ...DELIVERIES,
  ...HEALTH,
  ...LINKS,
  ...OPENAPI,
  ...OVERRIDES,
  ...POLICIES,
  ...POOL_CREATION,
  ...POOL_HEALTHS,
  ...POOLS,
  ...RULES,
  ...SAVINGS,
  ...SCHEDULES,
  ...SCHEMAS,
  ...SUBSCRIPTIONS,
  ...TIMELINE,
  ...UPGRADES,
  ...WEBHOOKS,
];
