import type { Temporal } from 'temporal-polyfill';
import { durationOf, LONGEST_MILLISECONDS } from '../world/time-limits.ts';
import type { Pool } from '../world/world.ts';

/** The settings of a pool's upgrade policy that a rollout goes by, with the defaults of virtual machine scale sets. */
export interface UpgradeRules {
  readonly automatic: boolean;
  readonly deferral: boolean;
  readonly rollback: boolean;
  readonly batchPercent: number;
  readonly unhealthyPercent: number;
  readonly unhealthyUpgradedPercent: number;
  readonly pause: Temporal.Duration;
  /** "Upgrade all unhealthy instances in a scale set before any healthy instances." */
  readonly unhealthyFirst: boolean;
  /** A batch is made of nodes of one zone, unless zones are to be ignored. */
  readonly withinZone: boolean;
  /** "Rollback failed instances to previous model if the Rolling Upgrade policy is violated." */
  readonly rollbackOnBreach: boolean;
}

/** "maxBatchInstancePercent … default 20": the defaults of scale sets where a policy says nothing. */
const DEFAULT_PERCENT = 20;

/**
 * What a pool's upgrade policy says of its rollouts. Its `mode` says nothing of them: it is for changes to machines that there
 * are, and the machines of a pool can be changed only while there are none.
 */
export function rulesOf({ settings }: Pool): UpgradeRules {
  const policy = (settings.upgradePolicy ?? {}) as {
    readonly automaticOSUpgradePolicy?: Readonly<Record<string, unknown>>;
    readonly rollingUpgradePolicy?: Readonly<Record<string, unknown>>;
  };
  const automatic = policy.automaticOSUpgradePolicy ?? {};
  // "useRollingUpgradePolicy: … will fallback to the default policy if no policy is defined on the VMSS."
  const rolling = automatic['useRollingUpgradePolicy'] === true ? (policy.rollingUpgradePolicy ?? {}) : {};
  const percentOf = (name: string) => (typeof rolling[name] === 'number' ? rolling[name] : DEFAULT_PERCENT);
  return {
    automatic: automatic['enableAutomaticOSUpgrade'] === true,
    deferral: automatic['osRollingUpgradeDeferral'] === true,
    rollback: automatic['disableAutomaticRollback'] !== true,
    batchPercent: percentOf('maxBatchInstancePercent'),
    unhealthyPercent: percentOf('maxUnhealthyInstancePercent'),
    unhealthyUpgradedPercent: percentOf('maxUnhealthyUpgradedInstancePercent'),
    unhealthyFirst: rolling['prioritizeUnhealthyInstances'] === true,
    withinZone: isZonal(settings) && rolling['enableCrossZoneUpgrade'] !== true,
    rollbackOnBreach: rolling['rollbackFailedInstancesOnPolicyBreach'] === true,
    pause: durationOf(String(rolling['pauseTimeBetweenBatches'] ?? 'PT0S'), LONGEST_MILLISECONDS),
  };
}

function isZonal({ deploymentConfiguration }: Pool['settings']): boolean {
  const placement = deploymentConfiguration.virtualMachineConfiguration?.['nodePlacementConfiguration'];
  return (placement as { readonly policy?: string } | undefined)?.policy?.toLowerCase() === 'zonal';
}
