import { HEALTH_RULES } from './check-application-health.ts';
import { EXISTING_RULES } from './check-existing.ts';
import { EXTENSION_RULES } from './check-extensions.ts';
import { IDENTITY_RULES } from './check-identity.ts';
import { KEY_VAULT_RULES } from './check-key-vault.ts';
import { MACHINE_RULES } from './check-machines.ts';
import { MEMBER_RULES } from './check-members.ts';
import { NETWORK_RULES } from './check-network.ts';
import { OS_UPGRADE_RULES } from './check-os-upgrade.ts';
import { RESOURCE_RULES } from './check-resource.ts';
import { SCALE_RULES } from './check-scale.ts';
import { SETTING_RULES } from './check-settings.ts';
import { UPGRADE_RULES } from './check-upgrade-policy.ts';
import { JSON_RULES } from './json-rules.ts';
import type { PoolCheckRule } from './pool-check-rule.ts';

/** All rules for the body of a pool, by subject. */
export const ALL_RULES: Readonly<Record<string, readonly PoolCheckRule[]>> = {
  'The text': JSON_RULES,
  'The resource': RESOURCE_RULES,
  'The machines': MACHINE_RULES,
  Extensions: EXTENSION_RULES,
  'A pool that is there already': EXISTING_RULES,
  Identity: IDENTITY_RULES,
  'Key Vault': KEY_VAULT_RULES,
  'Application Health': HEALTH_RULES,
  'Upgrade policy': UPGRADE_RULES,
  'Auto OS Upgrade': OS_UPGRADE_RULES,
  Scale: SCALE_RULES,
  Network: NETWORK_RULES,
  'Other settings': SETTING_RULES,
  Members: MEMBER_RULES,
};
