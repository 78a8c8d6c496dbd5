import type { PoolCheck } from './context.ts';
import { isObject, isThere, isWholeNumber, itemsOf, type LocatedValue, member, textOf } from './located-value.ts';
import { found, type PoolCheckFinding, type PoolCheckRule, when } from './pool-check-rule.ts';
import { POOL_SPECIFICATION } from './sources.ts';

const SLOTS: PoolCheckRule = {
  id: 'task-slots',
  severity: 'error',
  says: 'a whole number from 1 to 256 is expected, and at most four times the cores of the size',
  source: POOL_SPECIFICATION,
};
const METADATA: PoolCheckRule = {
  id: 'metadata-form',
  severity: 'error',
  says: 'metadata are a list of {"name":"…","value":"…"}, both texts',
  source: POOL_SPECIFICATION,
};
const DISPLAY_NAME: PoolCheckRule = {
  id: 'display-name',
  severity: 'error',
  says: 'a text of up to 1024 characters is expected',
  source: POOL_SPECIFICATION,
};
const COMMAND: PoolCheckRule = {
  id: 'start-task-command',
  severity: 'error',
  says: 'a start task needs a commandLine',
  source: POOL_SPECIFICATION,
};
const FILL: PoolCheckRule = {
  id: 'node-fill-type-missing',
  severity: 'error',
  says: 'a task scheduling policy needs a nodeFillType, "Spread" or "Pack"',
  source: POOL_SPECIFICATION,
};

export const SETTING_RULES = [SLOTS, METADATA, DISPLAY_NAME, COMMAND, FILL];

/** Checks settings that have a rule, but no file of their own. */
export const checkSettings: PoolCheck = ({ properties }) => {
  const slots = member(properties, 'taskSlotsPerNode');
  const displayName = member(properties, 'displayName');
  const isNameWrong = typeof displayName.value !== 'string' || displayName.value.length > 1024;
  return [
    ...when(isThere(slots) && !isWholeNumber(slots.value, 1, 256), () => found(SLOTS, slots)),
    ...when(isThere(displayName) && isNameWrong, () => found(DISPLAY_NAME, displayName)),
    ...checkMetadata(member(properties, 'metadata')),
    ...checkStartTask(member(properties, 'startTask')),
    ...checkScheduling(member(properties, 'taskSchedulingPolicy')),
  ];
};

function checkMetadata(metadata: LocatedValue): readonly PoolCheckFinding[] {
  const isItem = ({ value }: LocatedValue) =>
    isObject(value) && typeof value['name'] === 'string' && typeof value['value'] === 'string';
  return [
    ...when(isThere(metadata) && !Array.isArray(metadata.value), () => found(METADATA, metadata)),
    ...itemsOf(metadata)
      .filter((item) => !isItem(item))
      .map((item) => found(METADATA, item)),
  ];
}

function checkStartTask(task: LocatedValue): readonly PoolCheckFinding[] {
  const command = member(task, 'commandLine');
  return when(isThere(task) && textOf(command) === undefined, () => found(COMMAND, command));
}

function checkScheduling(scheduling: LocatedValue): readonly PoolCheckFinding[] {
  const fill = member(scheduling, 'nodeFillType');
  return when(isThere(scheduling) && !isThere(fill), () => found(FILL, fill));
}
