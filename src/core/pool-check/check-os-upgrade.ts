import type { PoolCheck } from './context.ts';
import { isApplicationHealth } from './extension.ts';
import { isSameWord, isThere, itemsOf, type LocatedValue, member, memberAt, textOf } from './located-value.ts';
import { isSupportedImage } from './os-upgrade-images.ts';
import { found, type PoolCheckFinding, type PoolCheckRule, when } from './pool-check-rule.ts';
import { OS_UPGRADE_PAGE, SCALE_SET_UPGRADE_PAGE } from './sources.ts';

const LATEST: PoolCheckRule = {
  id: 'os-upgrade-image-latest',
  severity: 'error',
  says: 'with Auto OS Upgrade the version of the image must be "latest", and the id of a gallery image has no version',
  source: OS_UPGRADE_PAGE,
};
const GALLERY: PoolCheckRule = {
  id: 'os-upgrade-custom-image',
  severity: 'error',
  says: 'with Auto OS Upgrade a custom image comes from an Azure Compute Gallery, by the id of its definition',
  source: SCALE_SET_UPGRADE_PAGE,
};
const UNSUPPORTED: PoolCheckRule = {
  id: 'os-upgrade-image-supported',
  severity: 'warning',
  says: 'the image is not among those that the page about automatic upgrades lists; where it is not supported, the pool is refused or never upgraded',
  source: SCALE_SET_UPGRADE_PAGE,
};
const WINDOWS_UPDATES: PoolCheckRule = {
  id: 'os-upgrade-windows-updates',
  severity: 'error',
  says: 'with Auto OS Upgrade windowsConfiguration.enableAutomaticUpdates must be false on Windows',
  source: OS_UPGRADE_PAGE,
};
const WINDOWS_UPDATES_UNSET: PoolCheckRule = {
  id: 'os-upgrade-windows-updates-unset',
  severity: 'warning',
  says: 'set windowsConfiguration.enableAutomaticUpdates to false with Auto OS Upgrade on Windows: left out it is true, and Windows Update may restart nodes besides',
  source: OS_UPGRADE_PAGE,
};
const REPLICATION: PoolCheckRule = {
  id: 'os-upgrade-gallery-replication',
  severity: 'advice',
  says: 'nodes take the newest version of a gallery image that is replicated to the region of the pool and not excluded from latest; the body does not show either, so look at the versions in the gallery',
  source: SCALE_SET_UPGRADE_PAGE,
};
const NO_DEFERRAL: PoolCheckRule = {
  id: 'os-upgrade-deferral',
  severity: 'advice',
  says: 'without osRollingUpgradeDeferral a node is upgraded whether it is running a task or not; it is strongly advised to turn it on, so that a node is upgraded when it becomes idle',
  source: OS_UPGRADE_PAGE,
};
const PREVIEW: PoolCheckRule = {
  id: 'os-upgrade-preview',
  severity: 'advice',
  says: 'Auto OS Upgrade is behind a feature flag of the account, in public preview and without a service level agreement; have it activated by a support request if it is not yet',
  source: OS_UPGRADE_PAGE,
};
const SUBSCRIPTION: PoolCheckRule = {
  id: 'os-upgrade-subscription-feature',
  severity: 'advice',
  says: 'if the account allocates pools in the user subscription, osRollingUpgradeDeferral needs the feature Microsoft.Compute/RollingUpgradeDeferral registered there',
  source: OS_UPGRADE_PAGE,
};
const HEALTH: PoolCheckRule = {
  id: 'os-upgrade-health',
  severity: 'advice',
  says: 'scale sets upgrade by the health of their machines; an Application Health extension tells it, so that a failed upgrade stops the rollout',
  source: SCALE_SET_UPGRADE_PAGE,
};
const RESOURCES: PoolCheckRule = {
  id: 'os-upgrade-resources',
  severity: 'advice',
  says: 'at each upgrade the node is set up anew: what this refers to (addresses with signatures, storage, secrets) must still be there then',
  source: OS_UPGRADE_PAGE,
};

export const OS_UPGRADE_RULES = [
  LATEST,
  GALLERY,
  UNSUPPORTED,
  REPLICATION,
  WINDOWS_UPDATES,
  WINDOWS_UPDATES_UNSET,
  NO_DEFERRAL,
  PREVIEW,
  SUBSCRIPTION,
  HEALTH,
  RESOURCES,
];

/** Checks the requirements of Auto OS Upgrade, if it is enabled. */
export const checkOsUpgrade: PoolCheck = (pool, context) => {
  const enabled = memberAt(pool.upgradePolicy, 'automaticOSUpgradePolicy', 'enableAutomaticOSUpgrade');
  if (enabled.value !== true) return [];
  return [
    ...checkImage(pool, context),
    ...checkWindows(pool, context),
    ...checkDeferral(pool, context),
    found(PREVIEW, enabled),
    ...when(!pool.extensions.some(isApplicationHealth), () => found(HEALTH, enabled)),
    ...checkResources(pool, context),
  ];
};

const GALLERY_IMAGE = /\/galleries\/[^/]+\/images\/[^/]+(\/versions\/([^/]+))?$/i;

const checkImage: PoolCheck = (pool, context) => {
  const id = memberAt(pool.machines, 'imageReference', 'id');
  return isThere(id) ? [checkGalleryImage(id)] : checkMarketplaceImage(pool, context);
};

function checkGalleryImage(id: LocatedValue): PoolCheckFinding {
  const [matched, , pinned = 'latest'] = GALLERY_IMAGE.exec(textOf(id) ?? '') ?? [];
  if (matched === undefined) return found(GALLERY, id);
  return found(isSameWord(pinned, 'latest') ? REPLICATION : LATEST, id);
}

const checkMarketplaceImage: PoolCheck = ({ machines }) => {
  const image = member(machines, 'imageReference');
  const version = member(image, 'version');
  const isPinned = isThere(version) && !isSameWord(textOf(version) ?? '', 'latest');
  const [publisher, offer, sku] = ['publisher', 'offer', 'sku'].map((name) => textOf(member(image, name)) ?? '');
  const isNamed = publisher !== '' && offer !== '' && sku !== '';
  return [
    ...when(isPinned, () => found(LATEST, version)),
    ...when(isNamed && !isSupportedImage([publisher, offer, sku].join('/')), () => found(UNSUPPORTED, image)),
  ];
};

const checkWindows: PoolCheck = ({ machines, isWindows }) => {
  const updates = memberAt(machines, 'windowsConfiguration', 'enableAutomaticUpdates');
  if (isWindows !== true || updates.value === false) return [];
  return [found(isThere(updates) ? WINDOWS_UPDATES : WINDOWS_UPDATES_UNSET, updates)];
};

const checkDeferral: PoolCheck = ({ upgradePolicy }) => {
  const deferral = memberAt(upgradePolicy, 'automaticOSUpgradePolicy', 'osRollingUpgradeDeferral');
  return [found(deferral.value === true ? SUBSCRIPTION : NO_DEFERRAL, deferral)];
};

const checkResources: PoolCheck = ({ machines, properties, extensions }) => {
  const list = member(machines, 'extensions');
  const files = memberAt(properties, 'startTask', 'resourceFiles');
  return [
    ...when(extensions.length > 0, () => found(RESOURCES, list)),
    ...when(itemsOf(files).length > 0, () => found(RESOURCES, files)),
  ];
};
