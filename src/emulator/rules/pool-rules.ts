import { isDeepStrictEqual } from 'node:util';
import type { ArmPoolProperties } from '../../wire/arm-pool.ts';
import { withoutSecrets } from '../views/without-secrets.ts';
import type { Pool } from '../world/world.ts';
import { checkApplicationPackages } from './application-package-rules.ts';
import { cannotBeUpdated } from './cannot-be-updated.ts';
import { checkEndpoints } from './endpoint-rules.ts';
import { checkExtensions, checkSameExtensions } from './extension-rules.ts';
import type { Knowledge } from './knowledge.ts';
import { checkUpgradePolicy } from './upgrade-policy-rules.ts';

/**
 * Refuses invalid settings.
 * @throws BatchError InvalidPropertyValue, UnsupportedProperty
 */
export function checkSettings(settings: ArmPoolProperties, { knowsUpgradePolicy, mapsRemoteAccess }: Knowledge): void {
  checkExtensions(settings);
  checkApplicationPackages(settings);
  checkEndpoints(settings, mapsRemoteAccess);
  checkUpgradePolicy(settings, knowsUpgradePolicy);
}

/** "This field can be updated only when the pool is empty": BatchPoolUpdateOptions, 2025-06-01. */
const ONLY_WHEN_EMPTY = [
  'displayName',
  'vmSize',
  'deploymentConfiguration',
  'interNodeCommunication',
  'taskSlotsPerNode',
  'taskSchedulingPolicy',
  'networkConfiguration',
  'resourceTags',
  'userAccounts',
  'mountConfiguration',
  'upgradePolicy',
] as const;

/**
 * The settings of a pool after a change of some of them. An equal value is not a change, so that a pool can be sent back as it
 * was read, without its secrets.
 * @throws BatchError InvalidPropertyValue, UnsupportedProperty, PropertyCannotBeUpdated, InvalidApplicationPackageReferences
 */
export function changedSettings(
  pool: Pool,
  change: Partial<ArmPoolProperties>,
  knowledge: Knowledge,
): ArmPoolProperties {
  const { settings } = pool;
  const present: ArmPoolProperties = { ...DEFAULTS, ...settings };
  const changed = Object.entries(change).filter(([name, value]) => !isSameSetting(name, present[name], value));
  const wanted: ArmPoolProperties = { ...settings, ...Object.fromEntries(changed) };
  if (changed.length === 0) return settings;
  checkSameExtensions(settings, wanted);
  // What the pool has already must not fail a request of a version that does not know it.
  checkSettings(wanted, {
    knowsUpgradePolicy: knowledge.knowsUpgradePolicy || change.upgradePolicy === undefined,
    mapsRemoteAccess: knowledge.mapsRemoteAccess || change.networkConfiguration === undefined,
  });
  for (const [name] of changed) if (pool.nodes.size > 0) requireUpdatable(name);
  return keepingExtensions(settings, wanted);
}

/**
 * The settings of a pool after all but those of its scale are replaced; a missing setting gets its default.
 * @throws BatchError InvalidPropertyValue, UnsupportedProperty, PropertyCannotBeUpdated, InvalidApplicationPackageReferences
 */
export function replacedSettings(pool: Pool, wanted: ArmPoolProperties, knowledge: Knowledge): ArmPoolProperties {
  const left = Object.keys(pool.settings).filter((name) => name !== 'scaleSettings' && !(name in wanted));
  const defaults: Readonly<Record<string, unknown>> = DEFAULTS;
  const change = { ...Object.fromEntries(left.map((name) => [name, defaults[name]])), ...wanted };
  const settings = Object.entries(changedSettings(pool, change, knowledge));
  return Object.fromEntries(settings.filter(([, value]) => value !== undefined)) as ArmPoolProperties;
}

/** The defaults that a pool shows. */
const DEFAULTS = {
  interNodeCommunication: 'Disabled',
  taskSlotsPerNode: 1,
  taskSchedulingPolicy: { nodeFillType: 'Spread' },
} as const;

/** The data plane shows VM sizes in lower case, and accepts what it shows. */
function isSameSetting(name: string, present: unknown, wanted: unknown): boolean {
  return name === 'vmSize' ? String(present).toLowerCase() === String(wanted).toLowerCase() : isSame(present, wanted);
}

function isSame(present: unknown, wanted: unknown): boolean {
  return isDeepStrictEqual(withoutSecrets(present), withoutSecrets(wanted));
}

function requireUpdatable(name: string): void {
  if (!ONLY_WHEN_EMPTY.some((frozen) => frozen === name)) return;
  throw cannotBeUpdated(name);
}

/** The extensions are the same, but may lack their secrets. */
function keepingExtensions(present: ArmPoolProperties, wanted: ArmPoolProperties): ArmPoolProperties {
  const extensions = present.deploymentConfiguration.virtualMachineConfiguration?.['extensions'];
  const { virtualMachineConfiguration } = wanted.deploymentConfiguration;
  if (extensions === undefined || virtualMachineConfiguration === undefined) return wanted;
  return {
    ...wanted,
    deploymentConfiguration: { virtualMachineConfiguration: { ...virtualMachineConfiguration, extensions } },
  };
}
