import type { PoolCheck } from './context.ts';
import { minutesIn } from './duration.ts';
import { isSameWord, isThere, isWholeNumber, member, memberAt, textOf } from './located-value.ts';
import { found, type PoolCheckRule, when } from './pool-check-rule.ts';
import { OS_UPGRADE_PAGE, POOL_SPECIFICATION } from './sources.ts';

const EARLY: PoolCheckRule = {
  id: 'upgrade-policy-api-version',
  severity: 'error',
  says: 'the management plane knows upgradePolicy from 2024-02-01 on (the page about Auto OS Upgrade says 2023-11-01, whose specification lacks it); set ARM_API_VERSION to a newer one',
  source: OS_UPGRADE_PAGE,
};
const MODE: PoolCheckRule = {
  id: 'upgrade-mode',
  severity: 'error',
  says: 'a mode is needed: "automatic", "manual" or "rolling"',
  source: POOL_SPECIFICATION,
};
const FLAG: PoolCheckRule = {
  id: 'upgrade-flag',
  severity: 'error',
  says: 'true or false is expected',
  source: POOL_SPECIFICATION,
};
const PERCENT: PoolCheckRule = {
  id: 'upgrade-percent',
  severity: 'error',
  says: 'a whole number within the bounds is expected: maxBatchInstancePercent and maxUnhealthyInstancePercent 5 to 100, maxUnhealthyUpgradedInstancePercent 0 to 100',
  source: POOL_SPECIFICATION,
};
const BATCH_TOO_LARGE: PoolCheckRule = {
  id: 'upgrade-batch-above-unhealthy',
  severity: 'error',
  says: 'maxBatchInstancePercent should not be more than maxUnhealthyInstancePercent',
  source: POOL_SPECIFICATION,
};
const ZONAL: PoolCheckRule = {
  id: 'upgrade-cross-zone',
  severity: 'error',
  says: 'enableCrossZoneUpgrade can be set to true or false only with nodePlacementConfiguration.policy "Zonal"; leave it out, or place the nodes in zones',
  source: POOL_SPECIFICATION,
};
const PAUSE: PoolCheckRule = {
  id: 'upgrade-pause',
  severity: 'error',
  says: 'an ISO 8601 duration such as "PT5M" is expected',
  source: POOL_SPECIFICATION,
};
const NO_ROLLING: PoolCheckRule = {
  id: 'upgrade-rolling-default',
  severity: 'advice',
  says: 'useRollingUpgradePolicy is true and no rollingUpgradePolicy is given: the upgrade falls back to the default policy of scale sets, batches of 20 %',
  source: OS_UPGRADE_PAGE,
};

export const UPGRADE_RULES = [EARLY, MODE, FLAG, PERCENT, BATCH_TOO_LARGE, ZONAL, PAUSE, NO_ROLLING];

const FLAGS = [
  ['automaticOSUpgradePolicy', 'disableAutomaticRollback'],
  ['automaticOSUpgradePolicy', 'enableAutomaticOSUpgrade'],
  ['automaticOSUpgradePolicy', 'useRollingUpgradePolicy'],
  ['automaticOSUpgradePolicy', 'osRollingUpgradeDeferral'],
  ['rollingUpgradePolicy', 'enableCrossZoneUpgrade'],
  ['rollingUpgradePolicy', 'prioritizeUnhealthyInstances'],
  ['rollingUpgradePolicy', 'rollbackFailedInstancesOnPolicyBreach'],
];
const LEAST_PERCENT = {
  maxBatchInstancePercent: 5,
  maxUnhealthyInstancePercent: 5,
  maxUnhealthyUpgradedInstancePercent: 0,
};
const UPGRADE_POLICY_SINCE = '2024-02-01';

/** Checks the upgrade policy itself; another file checks what Auto OS Upgrade requires of the rest of the pool. */
export const checkUpgradePolicy: PoolCheck = (pool, context) => {
  const { upgradePolicy } = pool;
  if (!isThere(upgradePolicy)) return [];
  const { apiVersion } = context;
  const isEarly = apiVersion < UPGRADE_POLICY_SINCE;
  const flags = FLAGS.map((path) => memberAt(upgradePolicy, ...path));
  return [
    ...when(isEarly, () => found(EARLY, upgradePolicy, `api-version ${apiVersion} is too old`)),
    ...checkMode(pool, context),
    ...flags.filter((flag) => isThere(flag) && typeof flag.value !== 'boolean').map((flag) => found(FLAG, flag)),
    ...checkRolling(pool, context),
  ];
};

const checkMode: PoolCheck = ({ upgradePolicy }) => {
  const mode = member(upgradePolicy, 'mode');
  return when(!isThere(mode) || mode.value === '', () => found(MODE, mode));
};

const checkRolling: PoolCheck = (pool, context) => {
  const { upgradePolicy } = pool;
  const rolling = member(upgradePolicy, 'rollingUpgradePolicy');
  const uses = memberAt(upgradePolicy, 'automaticOSUpgradePolicy', 'useRollingUpgradePolicy');
  if (!isThere(rolling)) return when(uses.value === true, () => found(NO_ROLLING, uses));
  const pause = member(rolling, 'pauseTimeBetweenBatches');
  return [
    ...checkPercents(pool, context),
    ...checkZones(pool, context),
    ...when(isThere(pause) && (minutesIn(pause.value) ?? -1) < 0, () => found(PAUSE, pause)),
  ];
};

const checkPercents: PoolCheck = ({ upgradePolicy }) => {
  const rolling = member(upgradePolicy, 'rollingUpgradePolicy');
  const batch = member(rolling, 'maxBatchInstancePercent');
  const unhealthy = member(rolling, 'maxUnhealthyInstancePercent');
  const outside = Object.entries(LEAST_PERCENT).flatMap(([name, least]) => {
    const share = member(rolling, name);
    return when(isThere(share) && !isWholeNumber(share.value, least, 100), () =>
      found(PERCENT, share, `${name} is from ${least} to 100`),
    );
  });
  const isLarge = isThere(unhealthy) && Number(batch.value) > Number(unhealthy.value);
  return [
    ...outside,
    ...when(isLarge, () =>
      found(BATCH_TOO_LARGE, batch, `${String(batch.value)} is more than ${String(unhealthy.value)}`),
    ),
  ];
};

const checkZones: PoolCheck = ({ upgradePolicy, machines }) => {
  const crossZone = memberAt(upgradePolicy, 'rollingUpgradePolicy', 'enableCrossZoneUpgrade');
  const placement = memberAt(machines, 'nodePlacementConfiguration', 'policy');
  const isZonal = isSameWord(textOf(placement) ?? '', 'Zonal');
  return when(isThere(crossZone) && !isZonal, () => found(ZONAL, crossZone));
};
