import type { PoolCheck } from './context.ts';
import { type Extension, objectIn } from './extension.ts';
import { knownExtension } from './extension-catalogue.ts';
import { isObject, isSameWord, isThere, itemsOf, member, type Place, textOf } from './place.ts';
import type { PoolBody } from './pool-body.ts';
import { type Finding, found, type Rule, when } from './rule.ts';
import { EXTENSIONS_PAGE, POOL_SPECIFICATION } from './sources.ts';

const NOT_A_LIST: Rule = {
  id: 'extensions-form',
  severity: 'error',
  says: 'extensions are a list of objects',
  source: POOL_SPECIFICATION,
};
const INCOMPLETE: Rule = {
  id: 'extension-incomplete',
  severity: 'error',
  says: 'an extension needs a name, a publisher and a type, each a text',
  source: POOL_SPECIFICATION,
};
const RESERVED: Rule = {
  id: 'extension-reserved',
  severity: 'error',
  says: 'the CustomScript extension type is reserved for the Azure Batch service and cannot be overridden; what should run at each node belongs into startTask',
  source: EXTENSIONS_PAGE,
};
const UNSUPPORTED: Rule = {
  id: 'extension-unsupported',
  severity: 'error',
  says: 'Batch does not install this publisher and type; other extensions can be asked for in a support request',
  source: EXTENSIONS_PAGE,
};
const RETIRED: Rule = {
  id: 'extension-retired',
  severity: 'warning',
  says: 'the extension is on the list of Batch and has been retired since',
  source: 'https://learn.microsoft.com/azure/azure-monitor/agents/azure-monitor-agent-migration',
};
const WRONG_SYSTEM: Rule = {
  id: 'extension-system',
  severity: 'error',
  says: 'the extension is for the other operating system than the nodes have',
  source: EXTENSIONS_PAGE,
};
const SAME_NAME: Rule = {
  id: 'extension-name-twice',
  severity: 'error',
  says: 'another extension of the pool has this name',
  source: POOL_SPECIFICATION,
};
const ORDER: Rule = {
  id: 'extension-order',
  severity: 'error',
  says: 'an extension is provisioned after others of the same pool, named here, which do not wait for it in turn',
  source: POOL_SPECIFICATION,
};
const BAD_FLAG: Rule = {
  id: 'extension-flag',
  severity: 'error',
  says: 'true or false is expected',
  source: POOL_SPECIFICATION,
};
const BAD_VERSION: Rule = {
  id: 'extension-version',
  severity: 'error',
  says: 'a version is a text such as "3.0"',
  source: POOL_SPECIFICATION,
};
const BAD_SETTINGS: Rule = {
  id: 'extension-settings-form',
  severity: 'error',
  says: 'settings are an object, or the JSON text of one',
  source: POOL_SPECIFICATION,
};
const TEXT_SETTINGS: Rule = {
  id: 'extension-settings-text',
  severity: 'advice',
  says: 'settings are specified as an object; the JSON text of one, as Batch shows them, is sent as it is',
  source: POOL_SPECIFICATION,
};
const TWO_SECRETS: Rule = {
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

/** The extensions, whatever they are: which there may be, and how they are said. */
export const checkExtensions: PoolCheck = (pool) => {
  const list = member(pool.machines, 'extensions');
  return [
    ...when(isThere(list) && !Array.isArray(list.value), () => found(NOT_A_LIST, list)),
    ...pool.extensions.flatMap((extension, index) => [
      ...checkForm(extension),
      ...checkKind(extension, pool),
      ...checkNames(extension, index, pool),
      ...checkSettings(extension),
    ]),
  ];
};

function checkForm({ place, version }: Extension): readonly Finding[] {
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

function checkKind({ place, kind, type }: Extension, { isWindows }: PoolBody): readonly Finding[] {
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

function checkNames({ place, name }: Extension, index: number, { extensions }: PoolBody): readonly Finding[] {
  const isTwice = name !== undefined && extensions.slice(0, index).some((other) => isSameWord(other.name ?? '', name));
  const after = member(place, 'provisionAfterExtensions');
  return [
    ...when(isTwice, () => found(SAME_NAME, member(place, 'name'))),
    ...when(isThere(after) && !Array.isArray(after.value), () => found(ORDER, after)),
    ...itemsOf(after)
      .filter((other) => !canWaitFor(name ?? '', other, extensions))
      .map((other) => found(ORDER, other)),
  ];
}

/** Is the one that is waited for there, and does it not wait for the one that waits, itself or through others? */
function canWaitFor(waiting: string, other: Place, extensions: readonly Extension[]): boolean {
  const named = (name: string) => extensions.find((one) => isSameWord(one.name ?? '', name));
  const seen = new Set<string>();
  const leadsBack = (name: string): boolean => {
    if (isSameWord(name, waiting)) return true;
    const next = named(name);
    if (next === undefined || seen.has(name.toLowerCase())) return false;
    seen.add(name.toLowerCase());
    return itemsOf(member(next.place, 'provisionAfterExtensions')).some((one) => leadsBack(textOf(one) ?? ''));
  };
  const name = textOf(other);
  return name !== undefined && named(name) !== undefined && !leadsBack(name);
}

function checkSettings({ place }: Extension): readonly Finding[] {
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
