import { ACCOUNT_HEALTH } from './account-health.ts';
import { ACCOUNTS } from './accounts.ts';
import { AUDIT } from './audit.ts';
import { DASHBOARD } from './dashboard.ts';
import { POLICIES } from './documents/policies.ts';
import { RULES } from './documents/rules.ts';
import { SCHEDULES } from './documents/schedules.ts';
import { HEALTH } from './health.ts';
import { METRICS } from './metrics.ts';
import { OPENAPI } from './openapi.ts';
import { DELIVERIES } from './outbound/deliveries.ts';
import { LINKS } from './outbound/links.ts';
import { SUBSCRIPTIONS } from './outbound/subscriptions.ts';
import { ACTS } from './pools/acts.ts';
import { ANNOUNCEMENTS } from './pools/announcements.ts';
import { CIRCUITS } from './pools/circuits.ts';
import { EXPLANATIONS } from './pools/explain.ts';
import { NODE_HEALTHS } from './pools/node-health.ts';
import { NODE_TASKS } from './pools/node-tasks.ts';
import { UPGRADES } from './pools/os-upgrade.ts';
import { OVERRIDES } from './pools/overrides.ts';
import { POOL_CREATION } from './pools/pool-creation.ts';
import { POOL_EXTENSIONS } from './pools/pool-extension.ts';
import { POOL_HEALTHS } from './pools/pool-health.ts';
import { POOLS } from './pools/pools.ts';
import { REPLAYS } from './pools/replays.ts';
import { TIMELINE } from './pools/timeline.ts';
import { SAVINGS } from './savings.ts';
import { SCHEMAS } from './schemas.ts';
import type { Operation } from './serving/operation.ts';
import { STOP } from './stop.ts';
import { WEBHOOKS } from './webhooks/receive-webhook.ts';

/**
 * Every operation, by area. The bundle has the registration data of each area, and loads the area at its first request
 * (`src/local/operations-later.ts`).
 */
export const OPERATIONS: readonly Operation[] = [
  ...ACCOUNTS,
  ...ACCOUNT_HEALTH,
  ...ACTS,
  ...ANNOUNCEMENTS,
  ...AUDIT,
  ...CIRCUITS,
  ...DASHBOARD,
  ...DELIVERIES,
  ...EXPLANATIONS,
  ...HEALTH,
  ...LINKS,
  ...METRICS,
  ...NODE_HEALTHS,
  ...NODE_TASKS,
  ...OPENAPI,
  ...OVERRIDES,
  ...POLICIES,
  ...POOL_CREATION,
  ...POOL_EXTENSIONS,
  ...POOL_HEALTHS,
  ...POOLS,
  ...REPLAYS,
  ...RULES,
  ...SAVINGS,
  ...SCHEDULES,
  ...SCHEMAS,
  ...STOP,
  ...SUBSCRIPTIONS,
  ...TIMELINE,
  ...UPGRADES,
  ...WEBHOOKS,
];
