import type { PoolCheck } from './context.ts';
import { minutesIn } from './duration.ts';
import { isObject, isThere, isWholeNumber, type LocatedValue, member, textOf } from './located-value.ts';
import { found, type PoolCheckFinding, type PoolCheckRule, when } from './pool-check-rule.ts';
import { POOL_SPECIFICATION } from './sources.ts';

const ONE_OF: PoolCheckRule = {
  id: 'scale-one-of',
  severity: 'error',
  says: 'exactly one of fixedScale and autoScale is expected, as an object',
  source: POOL_SPECIFICATION,
};
const NO_TARGET: PoolCheckRule = {
  id: 'scale-no-target',
  severity: 'warning',
  says: 'neither targetDedicatedNodes nor targetLowPriorityNodes is set, so the pool begins with no node; the specification asks for one of them, the service does not',
  source: POOL_SPECIFICATION,
};
const BAD_TARGET: PoolCheckRule = {
  id: 'scale-target',
  severity: 'error',
  says: 'a whole number of nodes from 0 on is expected',
  source: POOL_SPECIFICATION,
};
const TIMEOUT: PoolCheckRule = {
  id: 'scale-resize-timeout',
  severity: 'error',
  says: 'an ISO 8601 duration of at least five minutes is expected, such as "PT15M"',
  source: POOL_SPECIFICATION,
};
const NO_FORMULA: PoolCheckRule = {
  id: 'auto-scale-formula',
  severity: 'error',
  says: 'a formula is expected, as a text',
  source: POOL_SPECIFICATION,
};
const INTERVAL: PoolCheckRule = {
  id: 'auto-scale-interval',
  severity: 'error',
  says: 'an ISO 8601 duration from five minutes to 168 hours is expected, such as "PT15M"',
  source: 'https://learn.microsoft.com/azure/batch/batch-automatic-scaling',
};
const LEFT_ALONE: PoolCheckRule = {
  id: 'auto-scale-left-alone',
  severity: 'advice',
  says: 'a pool that scales by a formula decides itself which nodes there are: nodes of it are neither started nor deallocated by a schedule',
  source: 'https://learn.microsoft.com/azure/batch/batch-automatic-scaling',
};

export const SCALE_RULES = [ONE_OF, NO_TARGET, BAD_TARGET, TIMEOUT, NO_FORMULA, INTERVAL, LEFT_ALONE];

/** Checks the number of nodes. Without scale settings a pool has none, which is valid. */
export const checkScale: PoolCheck = ({ properties }) => {
  const scale = member(properties, 'scaleSettings');
  if (!isThere(scale)) return [];
  const [fixed, auto] = [member(scale, 'fixedScale'), member(scale, 'autoScale')];
  if (isObject(fixed.value) === isObject(auto.value)) return [found(ONE_OF, scale)];
  return isObject(fixed.value) ? checkFixed(fixed) : checkAuto(auto);
};

const MOST_NODES = 2 ** 31 - 1;
const LEAST_MINUTES = 5;
const MOST_INTERVAL_MINUTES = 168 * 60;

function checkFixed(fixed: LocatedValue): readonly PoolCheckFinding[] {
  const targets = ['targetDedicatedNodes', 'targetLowPriorityNodes'].map((name) => member(fixed, name)).filter(isThere);
  const timeout = member(fixed, 'resizeTimeout');
  return [
    ...when(targets.length === 0, () => found(NO_TARGET, fixed)),
    ...targets.filter(({ value }) => !isWholeNumber(value, 0, MOST_NODES)).map((target) => found(BAD_TARGET, target)),
    ...when(isThere(timeout) && !((minutesIn(timeout.value) ?? 0) >= LEAST_MINUTES), () => found(TIMEOUT, timeout)),
  ];
}

function checkAuto(auto: LocatedValue): readonly PoolCheckFinding[] {
  const [formula, interval] = [member(auto, 'formula'), member(auto, 'evaluationInterval')];
  const minutes = minutesIn(interval.value) ?? 0;
  const isOutside = minutes < LEAST_MINUTES || minutes > MOST_INTERVAL_MINUTES;
  return [
    ...when(textOf(formula) === undefined, () => found(NO_FORMULA, formula)),
    ...when(isThere(interval) && isOutside, () => found(INTERVAL, interval)),
    found(LEFT_ALONE, auto),
  ];
}
