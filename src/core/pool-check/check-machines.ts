import type { PoolCheck } from './context.ts';
import { isObject, isThere, member, memberAt, membersOf, textOf } from './located-value.ts';
import { found, type PoolCheckRule, when } from './pool-check-rule.ts';
import { EXTENSIONS_PAGE, POOL_SPECIFICATION } from './sources.ts';

const NOT_MACHINES: PoolCheckRule = {
  id: 'not-virtual-machine-configuration',
  severity: 'error',
  says: 'pools with extensions or an upgrade policy must use deploymentConfiguration.virtualMachineConfiguration, and only nodes of such pools can be deallocated and started',
  source: EXTENSIONS_PAGE,
};
const NO_SIZE: PoolCheckRule = {
  id: 'vm-size-missing',
  severity: 'error',
  says: 'the size of the nodes is expected, such as "STANDARD_D2S_V3"',
  source: POOL_SPECIFICATION,
};
const NO_AGENT: PoolCheckRule = {
  id: 'node-agent-missing',
  severity: 'error',
  says: 'the node agent that matches the image is expected, such as "batch.node.ubuntu 22.04"; GET /supportedimages lists them',
  source: POOL_SPECIFICATION,
};
const NO_IMAGE: PoolCheckRule = {
  id: 'image-missing',
  severity: 'error',
  says: 'an image is named by its publisher, offer and sku, or by the id of one in a gallery',
  source: POOL_SPECIFICATION,
};
const TWO_IMAGES: PoolCheckRule = {
  id: 'image-said-twice',
  severity: 'error',
  says: 'the id of an image and its publisher, offer, sku and version exclude each other',
  source: POOL_SPECIFICATION,
};
const WINDOWS_ON_LINUX: PoolCheckRule = {
  id: 'windows-configuration-on-linux',
  severity: 'error',
  says: 'windowsConfiguration "must not be specified if the imageReference specifies a Linux OS image"',
  source: POOL_SPECIFICATION,
};
const EPHEMERAL: PoolCheckRule = {
  id: 'ephemeral-os-disk',
  severity: 'warning',
  says: 'machines whose OS disk is ephemeral cannot be deallocated: nodes of this pool can probably not be turned off and on again',
  source: 'https://learn.microsoft.com/azure/virtual-machines/ephemeral-os-disks',
};

export const MACHINE_RULES = [NOT_MACHINES, NO_SIZE, NO_AGENT, NO_IMAGE, TWO_IMAGES, WINDOWS_ON_LINUX, EPHEMERAL];

/** Checks the virtual machines: size, image and node agent. */
export const checkMachines: PoolCheck = (pool, context) => {
  const { properties, machines } = pool;
  if (!isObject(properties.value)) return [];
  const size = member(properties, 'vmSize');
  const noSize = when(textOf(size) === undefined, () => found(NO_SIZE, size));
  if (!isObject(machines.value)) {
    const deployment = member(properties, 'deploymentConfiguration');
    const other = member(deployment, 'cloudServiceConfiguration');
    return [...noSize, found(NOT_MACHINES, isThere(other) ? other : isThere(deployment) ? deployment : machines)];
  }
  return [...noSize, ...checkAgent(pool, context), ...checkImage(pool, context), ...checkSystem(pool, context)];
};

const checkAgent: PoolCheck = ({ nodeAgent }) =>
  when(textOf(nodeAgent) === undefined, () => found(NO_AGENT, nodeAgent));

const IMAGE_IDS = ['id', 'communityGalleryImageId', 'sharedGalleryImageId'];

const checkImage: PoolCheck = ({ machines }) => {
  const image = member(machines, 'imageReference');
  const ids = IMAGE_IDS.filter((name) => textOf(member(image, name)) !== undefined);
  const said = membersOf(image).filter(([, place]) => isThere(place));
  const isNamed = ['publisher', 'offer', 'sku'].every((name) => textOf(member(image, name)) !== undefined);
  return [
    ...when(ids.length === 0 && !isNamed, () => found(NO_IMAGE, image)),
    ...when(ids.length > 0 && said.length > 1, () => found(TWO_IMAGES, image)),
  ];
};

const checkSystem: PoolCheck = ({ machines, isWindows }) => {
  const windows = member(machines, 'windowsConfiguration');
  const ephemeral = memberAt(machines, 'osDisk', 'ephemeralOSDiskSettings');
  return [
    ...when(isThere(windows) && isWindows === false, () => found(WINDOWS_ON_LINUX, windows)),
    ...when(textOf(member(ephemeral, 'placement')) !== undefined, () => found(EPHEMERAL, ephemeral)),
  ];
};
