import type { PoolCheck } from './context.ts';
import { isObject, isThere, isWholeNumber, itemsOf, member, type Place, textOf } from './place.ts';
import { type Finding, found, type Rule, when } from './rule.ts';
import { POOL_SPECIFICATION } from './sources.ts';

const SLOTS: Rule = {
  id: 'task-slots',
  severity: 'error',
  says: 'a whole number from 1 to 256 is expected, and at most four times the cores of the size',
  source: POOL_SPECIFICATION,
};
const METADATA: Rule = {
  id: 'metadata-form',
  severity: 'error',
  says: 'metadata are a list of {"name":"…","value":"…"}, both texts',
  source: POOL_SPECIFICATION,
};
const DISPLAY_NAME: Rule = {
  id: 'display-name',
  severity: 'error',
  says: 'a text of up to 1024 characters is expected',
  source: POOL_SPECIFICATION,
};
const COMMAND: Rule = {
  id: 'start-task-command',
  severity: 'error',
  says: 'a start task needs a commandLine',
  source: POOL_SPECIFICATION,
};
const ENUMERATION: Rule = {
  id: 'enumeration',
  severity: 'error',
  says: 'a word of the management plane is expected, which spells them with capital letters unlike the data plane',
  source: POOL_SPECIFICATION,
};
const FILL: Rule = {
  id: 'node-fill-type-missing',
  severity: 'error',
  says: 'a task scheduling policy needs a nodeFillType, "Spread" or "Pack"',
  source: POOL_SPECIFICATION,
};

export const SETTING_RULES = [SLOTS, METADATA, DISPLAY_NAME, COMMAND, ENUMERATION, FILL];

/** The members that take one of a few words, by their path. */
const WORDS: readonly (readonly [path: string, words: readonly string[]])[] = [
  ['interNodeCommunication', ['Enabled', 'Disabled']],
  ['taskSchedulingPolicy.nodeFillType', ['Spread', 'Pack']],
  ['taskSchedulingPolicy.jobDefaultOrder', ['None', 'CreationTime']],
  ['scaleSettings.fixedScale.nodeDeallocationOption', ['Requeue', 'Terminate', 'TaskCompletion', 'RetainedData']],
  ['deploymentConfiguration.virtualMachineConfiguration.nodePlacementConfiguration.policy', ['Regional', 'Zonal']],
  ['deploymentConfiguration.virtualMachineConfiguration.osDisk.caching', ['None', 'ReadOnly', 'ReadWrite']],
  ['deploymentConfiguration.virtualMachineConfiguration.osDisk.ephemeralOSDiskSettings.placement', ['CacheDisk']],
];

/** Settings that have a rule and no file of their own. */
export const checkSettings: PoolCheck = ({ properties }) => {
  const slots = member(properties, 'taskSlotsPerNode');
  const displayName = member(properties, 'displayName');
  const isNameWrong = typeof displayName.value !== 'string' || displayName.value.length > 1024;
  return [
    ...when(isThere(slots) && !isWholeNumber(slots.value, 1, 256), () => found(SLOTS, slots)),
    ...when(isThere(displayName) && isNameWrong, () => found(DISPLAY_NAME, displayName)),
    ...checkMetadata(member(properties, 'metadata')),
    ...checkStartTask(member(properties, 'startTask')),
    ...checkWords(properties),
  ];
};

function checkMetadata(metadata: Place): readonly Finding[] {
  const isItem = ({ value }: Place) =>
    isObject(value) && typeof value['name'] === 'string' && typeof value['value'] === 'string';
  return [
    ...when(isThere(metadata) && !Array.isArray(metadata.value), () => found(METADATA, metadata)),
    ...itemsOf(metadata)
      .filter((item) => !isItem(item))
      .map((item) => found(METADATA, item)),
  ];
}

function checkStartTask(task: Place): readonly Finding[] {
  const command = member(task, 'commandLine');
  return when(isThere(task) && textOf(command) === undefined, () => found(COMMAND, command));
}

function checkWords(properties: Place): readonly Finding[] {
  const scheduling = member(properties, 'taskSchedulingPolicy');
  const fill = member(scheduling, 'nodeFillType');
  return [
    ...when(isThere(scheduling) && !isThere(fill), () => found(FILL, fill)),
    ...WORDS.flatMap(([path, words]) => {
      const word = path.split('.').reduce(member, properties);
      const isKnown = words.some((known) => known === word.value);
      return when(isThere(word) && !isKnown, () =>
        found(ENUMERATION, word, words.map((known) => `"${known}"`).join(' or ')),
      );
    }),
  ];
}
