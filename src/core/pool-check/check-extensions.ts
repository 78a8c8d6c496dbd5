import type { PoolCheck } from './context.ts';
import { type Extension, objectIn } from './extension.ts';
import { knownExtension } from './extension-catalogue.ts';
import { isObject, isThere, itemsOf, member, textOf } from './located-value.ts';
import type { PoolBody } from './pool-body.ts';
import { found, type PoolCheckFinding, type PoolCheckRule, when } from './pool-check-rule.ts';
import { provisioningOrder } from './provisioning-order.ts';
import { EXTENSIONS_PAGE, POOL_SPECIFICATION } from './sources.ts';

const NOT_A_LIST: PoolCheckRule = {
  id: 'extensions-form',
  severity: 'error',
  says: 'extensions are a list of objects',
  source: POOL_SPECIFICATION,
};
const INCOMPLETE: PoolCheckRule = {
  id: 'extension-incomplete',
  severity: 'error',
  says: 'an extension needs a name, a publisher and a type, each a text',
  source: POOL_SPECIFICATION,
};
const RESERVED: PoolCheckRule = {
  id: 'extension-reserved',
  severity: 'error',
  says: 'the CustomScript extension type is reserved for the Azure Batch service and cannot be overridden; what should run at each node belongs into startTask',
  source: EXTENSIONS_PAGE,
};
const UNSUPPORTED: PoolCheckRule = {
  id: 'extension-unsupported',
  severity: 'error',
  says: 'Batch does not install this publisher and type; other extensions can be asked for in a support request',
  source: EXTENSIONS_PAGE,
};
const RETIRED: PoolCheckRule = {
  id: 'extension-retired',
  severity: 'warning',
  says: 'the extension is on the list of Batch and has been retired since',
  source: 'https://learn.microsoft.com/azure/azure-monitor/agents/azure-monitor-agent-migration',
};
const WRONG_SYSTEM: PoolCheckRule = {
  id: 'extension-system',
  severity: 'error',
  says: 'the extension is for the other operating system than the nodes have',
  source: EXTENSIONS_PAGE,
};
const SAME_NAME: PoolCheckRule = {
  id: 'extension-name-twice',
  severity: 'error',
  says: 'another extension of the pool has this name',
  source: POOL_SPECIFICATION,
};
const ORDER: PoolCheckRule = {
  id: 'extension-order',
  severity: 'error',
  says: 'an extension is provisioned after others of the same pool, named here, which do not wait for it in turn',
  source: POOL_SPECIFICATION,
};
const BAD_FLAG: PoolCheckRule = {
  id: 'extension-flag',
  severity: 'error',
  says: 'true or false is expected',
  source: POOL_SPECIFICATION,
};
const BAD_VERSION: PoolCheckRule = {
  id: 'extension-version',
  severity: 'error',
  says: 'a version is a text such as "3.0"',
  source: POOL_SPECIFICATION,
};
const BAD_SETTINGS: PoolCheckRule = {
  id: 'extension-settings-form',
  severity: 'error',
  says: 'settings are an object',
  source: POOL_SPECIFICATION,
};
const TEXT_SETTINGS: PoolCheckRule = {
  id: 'extension-settings-text',
  severity: 'error',
  // Nodes fail with "Failed to parse the configuration settings with: 'not an object'":
  // https://github.com/hashicorp/terraform-provider-azurerm/issues/20530
  says: 'settings are an object; a JSON text, as Batch shows them, reaches the extension as a text that it cannot read. Write the object itself',
  source: POOL_SPECIFICATION,
};
const TWO_SECRETS: PoolCheckRule = {
  id: 'extension-protected-twice',
  severity: 'error',
  says: 'an extension has either protectedSettings or protectedSettingsFromKeyVault',
  source: POOL_SPECIFICATION,
};

export const EXTENSION_RULES = [
  NOT_A_LIST,
  INCOMPLETE,
  RESERVED,
  UNSUPPORTED,
  RETIRED,
  WRONG_SYSTEM,
  SAME_NAME,
  ORDER,
  BAD_FLAG,
  BAD_VERSION,
  BAD_SETTINGS,
  TEXT_SETTINGS,
  TWO_SECRETS,
];

/** Checks the list of extensions: which are allowed, and how they are declared. */
export const checkExtensions: PoolCheck = (pool) => {
  const list = member(pool.machines, 'extensions');
  return [
    ...when(isThere(list) && !Array.isArray(list.value), () => found(NOT_A_LIST, list)),
    ...checkNames(pool.extensions),
    ...pool.extensions.flatMap((extension) => [
      ...checkForm(extension),
      ...checkKind(extension, pool),
      ...checkSettings(extension),
    ]),
  ];
};

function checkForm({ place, version }: Extension): readonly PoolCheckFinding[] {
  if (!isObject(place.value)) return [found(NOT_A_LIST, place)];
  const needed = ['name', 'publisher', 'type'].map((name) => member(place, name));
  const flags = ['autoUpgradeMinorVersion', 'enableAutomaticUpgrade'].map((name) => member(place, name));
  const given = member(place, 'typeHandlerVersion');
  return [
    ...needed.filter((one) => textOf(one) === undefined).map((one) => found(INCOMPLETE, one)),
    ...flags.filter((flag) => isThere(flag) && typeof flag.value !== 'boolean').map((flag) => found(BAD_FLAG, flag)),
    ...when(isThere(given) && !/^\d+(\.\d+){0,3}$/.test(version ?? ''), () => found(BAD_VERSION, given)),
  ];
}

const RESERVED_TYPE = /^customscript(extension)?$/i;

function checkKind({ place, kind, type }: Extension, { isWindows }: PoolBody): readonly PoolCheckFinding[] {
  const at = member(place, 'type');
  if (RESERVED_TYPE.test(type)) return [found(RESERVED, at)];
  if (type === '' || textOf(member(place, 'publisher')) === undefined) return [];
  const known = knownExtension(kind);
  if (known === undefined) return [found(UNSUPPORTED, at)];
  const { system, retired } = known;
  const isOther = isWindows !== undefined && isWindows !== (system === 'Windows');
  return [
    ...when(isOther, () => found(WRONG_SYSTEM, at, `${type} is for ${system}`)),
    ...(retired === undefined ? [] : [found(RETIRED, at, retired)]),
  ];
}

function checkNames(extensions: readonly Extension[]): readonly PoolCheckFinding[] {
  const order = provisioningOrder(extensions);
  return extensions.flatMap((extension) => {
    const after = member(extension.place, 'provisionAfterExtensions');
    return [
      ...when(order.isSecondOfItsName(extension), () => found(SAME_NAME, member(extension.place, 'name'))),
      ...when(isThere(after) && !Array.isArray(after.value), () => found(ORDER, after)),
      ...itemsOf(after)
        .filter((other) => !order.canWaitFor(extension, textOf(other)))
        .map((other) => found(ORDER, other)),
    ];
  });
}

function checkSettings({ place }: Extension): readonly PoolCheckFinding[] {
  const both = ['settings', 'protectedSettings'].map((name) => member(place, name)).filter(isThere);
  const fromVault = member(place, 'protectedSettingsFromKeyVault');
  return [
    ...both.flatMap((settings) => {
      if (isObject(settings.value)) return [];
      const isText = typeof settings.value === 'string' && objectIn(settings.value) !== undefined;
      return [found(isText ? TEXT_SETTINGS : BAD_SETTINGS, settings)];
    }),
    ...when(isThere(fromVault) && isThere(member(place, 'protectedSettings')), () => found(TWO_SECRETS, fromVault)),
  ];
}
