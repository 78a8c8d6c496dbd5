import { isDeepStrictEqual } from 'node:util';
import type { ArmPoolProperties } from '../../wire/arm-pool.ts';
import { BatchError } from '../http/batch-error.ts';
import { withoutSecrets } from '../views/without-secrets.ts';
import type { Pool } from '../world/world.ts';
import { checkEndpoints } from './endpoint-rules.ts';
import { checkExtensions, checkSameExtensions } from './extension-rules.ts';
import { checkUpgradePolicy } from './upgrade-policy-rules.ts';

/** What the version of a request knows of a pool. */
export interface Knowledge {
  readonly knowsUpgradePolicy: boolean;
}

/**
 * Refuses settings that no pool can have.
 * @throws BatchError InvalidPropertyValue, UnsupportedProperty
 */
export function checkSettings(settings: ArmPoolProperties, { knowsUpgradePolicy }: Knowledge): void {
  checkExtensions(settings);
  checkEndpoints(settings);
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
 * The settings of a pool after a change of some of them. What is asked to be what it is already is not changed, so that a
 * pool can be sent back as it was read, without its secrets.
 * @throws BatchError InvalidPropertyValue, UnsupportedProperty, OperationInvalidForCurrentState
 */
export function changedSettings(
  pool: Pool,
  change: Partial<ArmPoolProperties>,
  knowledge: Knowledge,
): ArmPoolProperties {
  const { settings } = pool;
  const present: ArmPoolProperties = { ...DEFAULTS, ...settings };
  const changed = Object.entries(change).filter(([name, value]) => !isSame(present[name], value));
  const wanted: ArmPoolProperties = { ...settings, ...Object.fromEntries(changed) };
  if (changed.length === 0) return settings;
  // What the pool has already is no reason to refuse a request of a version that does not know it.
  checkSettings(wanted, { knowsUpgradePolicy: knowledge.knowsUpgradePolicy || change.upgradePolicy === undefined });
  checkSameExtensions(settings, wanted);
  for (const [name] of changed) if (pool.nodes.size > 0) requireUpdatable(name);
  return keepingExtensions(settings, wanted);
}

/**
 * The settings of a pool when all but those of its scale are given anew; a setting that is not given is as in a new pool.
 * @throws BatchError InvalidPropertyValue, UnsupportedProperty, OperationInvalidForCurrentState
 */
export function replacedSettings(pool: Pool, wanted: ArmPoolProperties, knowledge: Knowledge): ArmPoolProperties {
  const left = Object.keys(pool.settings).filter((name) => name !== 'scaleSettings' && !(name in wanted));
  const defaults: Readonly<Record<string, unknown>> = DEFAULTS;
  const change = { ...Object.fromEntries(left.map((name) => [name, defaults[name]])), ...wanted };
  const settings = Object.entries(changedSettings(pool, change, knowledge));
  return Object.fromEntries(settings.filter(([, value]) => value !== undefined)) as ArmPoolProperties;
}

/** What a pool shows of which nothing was said when it was made. */
const DEFAULTS = {
  interNodeCommunication: 'Disabled',
  taskSlotsPerNode: 1,
  taskSchedulingPolicy: { nodeFillType: 'Spread' },
} as const;

function isSame(present: unknown, wanted: unknown): boolean {
  return isDeepStrictEqual(withoutSecrets(present), withoutSecrets(wanted));
}

function requireUpdatable(name: string): void {
  if (!ONLY_WHEN_EMPTY.some((frozen) => frozen === name)) return;
  // assumed: that it cannot be updated is documented, the code is not.
  throw new BatchError(
    'OperationInvalidForCurrentState',
    ['PropertyName', name],
    ['Reason', 'This field can be updated only when the pool is empty.'],
  );
}

/** The extensions are the same but may have come without their secrets. */
function keepingExtensions(present: ArmPoolProperties, wanted: ArmPoolProperties): ArmPoolProperties {
  const extensions = present.deploymentConfiguration.virtualMachineConfiguration?.['extensions'];
  const { virtualMachineConfiguration } = wanted.deploymentConfiguration;
  if (extensions === undefined || virtualMachineConfiguration === undefined) return wanted;
  return {
    ...wanted,
    deploymentConfiguration: { virtualMachineConfiguration: { ...virtualMachineConfiguration, extensions } },
  };
}
