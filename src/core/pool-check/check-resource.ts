import type { PoolCheck } from './context.ts';
import { isObject, isSameWord, isThere, member, membersOf, textOf } from './located-value.ts';
import { wrapperOf } from './pool-body.ts';
import { found, type PoolCheckRule, when } from './pool-check-rule.ts';
import { POOL_CREATE_PAGE, POOL_SPECIFICATION } from './sources.ts';

export const NOT_AN_OBJECT: PoolCheckRule = {
  id: 'body-not-object',
  severity: 'error',
  says: 'the body of a pool is an object with "properties"',
  source: POOL_SPECIFICATION,
};
const WRAPPED: PoolCheckRule = {
  id: 'wrapped-in-parameters',
  severity: 'warning',
  says: 'the wrapper "parameters" belongs to the examples of the specification and is not part of the body; what is in it is taken as the body',
  source: POOL_CREATE_PAGE,
};
const SAID_TWICE: PoolCheckRule = {
  id: 'wrapped-and-not',
  severity: 'error',
  says: 'it is said inside "parameters" and beside it, and which of the two is meant is not guessed; leave one of them out',
  source: POOL_CREATE_PAGE,
};
const NO_PROPERTIES: PoolCheckRule = {
  id: 'properties-missing',
  severity: 'error',
  says: 'the settings of the pool are expected here, as an object',
  source: POOL_SPECIFICATION,
};
const OTHER_NAME: PoolCheckRule = {
  id: 'name-differs',
  severity: 'error',
  says: 'the address names the pool, and the body names another; leave the name out of the body, or make both the same',
  source: POOL_CREATE_PAGE,
};
const BAD_NAME: PoolCheckRule = {
  id: 'name-form',
  severity: 'error',
  says: 'the name of a pool has 1 to 64 letters, digits, hyphens and underscores',
  source: POOL_SPECIFICATION,
};
const OTHER_TYPE: PoolCheckRule = {
  id: 'resource-type',
  severity: 'error',
  says: 'the type of a pool is "Microsoft.Batch/batchAccounts/pools"',
  source: POOL_SPECIFICATION,
};
const BAD_TAGS: PoolCheckRule = {
  id: 'tags-form',
  severity: 'error',
  says: 'tags are an object of texts',
  source: POOL_SPECIFICATION,
};
const EARLY_TAGS: PoolCheckRule = {
  id: 'tags-api-version',
  severity: 'warning',
  says: 'pools have tags from 2024-07-01 on; an older version ignores them',
  source: POOL_SPECIFICATION,
};

export const RESOURCE_RULES = [
  NOT_AN_OBJECT,
  WRAPPED,
  SAID_TWICE,
  NO_PROPERTIES,
  OTHER_NAME,
  BAD_NAME,
  OTHER_TYPE,
  BAD_TAGS,
  EARLY_TAGS,
];

/** Checks the outermost layer of the body: its wrapper, name, type and tags. */
export const checkResource: PoolCheck = (pool, context) => [
  ...checkWrapper(pool, context),
  ...when(!isObject(pool.properties.value), () => found(NO_PROPERTIES, pool.properties)),
  ...checkName(pool, context),
  ...checkTags(pool, context),
];

const checkWrapper: PoolCheck = ({ given }) => {
  const wrapper = wrapperOf(given);
  if (wrapper === undefined) return [];
  const twice = membersOf(wrapper).filter(([name]) => isThere(member(given, name)));
  return [found(WRAPPED, wrapper), ...twice.map(([, place]) => found(SAID_TWICE, place))];
};

const checkName: PoolCheck = ({ resource }, { pool: wanted }) => {
  const [name, type] = [resource('name'), resource('type')];
  const said = textOf(name);
  const isOther = wanted !== undefined && said !== undefined && !isSameWord(said, wanted);
  return [
    ...when(isThere(name) && !/^[\w-]{1,64}$/.test(said ?? ''), () => found(BAD_NAME, name)),
    ...when(isOther, () => found(OTHER_NAME, name, `the body says '${said}', the address '${wanted}'`)),
    ...when(isThere(type) && !isSameWord(textOf(type) ?? '', 'Microsoft.Batch/batchAccounts/pools'), () =>
      found(OTHER_TYPE, type),
    ),
  ];
};

const checkTags: PoolCheck = ({ resource }, { apiVersion }) => {
  const tags = resource('tags');
  if (!isThere(tags)) return [];
  const isGood = isObject(tags.value) && Object.values(tags.value).every((tag) => typeof tag === 'string');
  return [
    ...when(!isGood, () => found(BAD_TAGS, tags)),
    ...when(apiVersion < '2024-07-01', () => found(EARLY_TAGS, tags, `with api-version ${apiVersion}`)),
  ];
};
