import * as accountHealth from './account-health.ts';
import * as accounts from './accounts.ts';
import * as acts from './acts.ts';
import * as announcements from './announcements.ts';
import * as app from './app.ts';
import * as audit from './audit.ts';
import * as circuits from './circuits.ts';
import type { Contract } from './contract.ts';
import * as dashboard from './dashboard.ts';
import * as deliveries from './deliveries.ts';
import { contractsOn } from './documents.ts';
import * as explanation from './explanation.ts';
import * as extensions from './extensions.ts';
import * as links from './links.ts';
import * as metrics from './metrics.ts';
import * as nodeTasks from './node-tasks.ts';
import * as osUpgrade from './os-upgrade.ts';
import * as overrides from './overrides.ts';
import { POLICY } from './policies.ts';
import * as poolCreation from './pool-creation.ts';
import * as poolHealth from './pool-health.ts';
import * as pools from './pools.ts';
import * as preview from './preview.ts';
import * as replays from './replays.ts';
import { RULE } from './rules.ts';
import * as savings from './savings.ts';
import { SCHEDULE } from './schedules.ts';
import * as stop from './stop.ts';
import * as subscriptions from './subscriptions.ts';
import * as timeline from './timeline.ts';
import * as undo from './undo.ts';
import * as webhooks from './webhooks.ts';

const RESOURCES: readonly object[] = [
  accountHealth,
  accounts,
  acts,
  announcements,
  app,
  audit,
  circuits,
  dashboard,
  deliveries,
  explanation,
  extensions,
  links,
  metrics,
  nodeTasks,
  osUpgrade,
  overrides,
  poolCreation,
  poolHealth,
  pools,
  preview,
  replays,
  savings,
  stop,
  subscriptions,
  timeline,
  undo,
  webhooks,
];

/** Every contract that the files of the API export. The OpenAPI description is generated from them. */
export const CONTRACTS: readonly Contract[] = [
  ...RESOURCES.flatMap((resource) => Object.values(resource).filter(isContract)),
  ...[POLICY, RULE, SCHEDULE].flatMap(contractsOn),
];

function isContract(exported: unknown): exported is Contract {
  return typeof exported === 'object' && exported !== null && 'route' in exported && 'answers' in exported;
}
