import { describe, expect, it } from 'vitest';
import { parsePolicy } from '../../../src/documents/policies/policy-document.ts';
import { findingsOfPolicy } from '../../../src/documents/policies/policy-findings.ts';

function findings(members: object): readonly string[] {
  const parsed = parsePolicy({ id: 'render', pools: ['render'], ...members });
  if (!parsed.ok) throw new Error(JSON.stringify(parsed.faults));
  return findingsOfPolicy(parsed.value).map(({ severity, path, message }) => `${severity} ${path}: ${message}`);
}

const IDLE = { timeout: 'PT20M' };

describe('the findings of a policy', () => {
  it.each<[string, object, readonly string[]]>([
    ['nothing', {}, []],
    [
      'a quantile of what is not learned',
      { lead: { learn: false, quantile: 0.9 } },
      ['warning $.lead.quantile: it has no effect while `learn` is false'],
    ],
    ['a quantile', { lead: { quantile: 0.9 } }, []],
    ['a lead time that is not learned', { lead: { learn: false, initial: 'PT9M' } }, []],
    [
      'limits of removals that are never made',
      { budget: { start: 1, remove: 1, removePerDay: '10%' } },
      [
        'warning $.budget.remove: it has no effect without `deallocated`: no node is removed',
        'warning $.budget.removePerDay: it has no effect without `deallocated`: no node is removed',
      ],
    ],
    ['limits of removals', { budget: { removePerHour: 1 }, deallocated: { atMost: 1, beyond: 'remove' } }, []],
    [
      'a cool-down without an idle timeout',
      { coolDown: 'PT1M' },
      ['warning $.coolDown: it has no effect without `idle`'],
    ],
    ['a cool-down', { coolDown: 'PT1M', idle: IDLE }, []],
    ['no cool-down in so many words', { coolDown: 'PT0S' }, []],
    [
      'a deadline after which nothing happens',
      { drain: { deadline: 'PT30M' } },
      ['warning $.drain.deadline: it has no effect while `afterDeadline` is "leave": tasks run as long as they need'],
    ],
    [
      'the protection of nodes to which nothing is done',
      { protect: { states: ['idle', 'upgradingos'] } },
      ['warning $.protect.states[1]: it has no effect here: nodes that are upgradingos are always left alone'],
    ],
    ['a protection', { protect: { states: ['idle', 'running', 'deallocated', 'unusable', 'starttaskfailed'] } }, []],
    [
      'a forecast that is off',
      { forecast: { mode: 'off', goal: { overLeast: '8%' }, spares: false } },
      [
        'warning $.forecast.goal: it has no effect while the mode of the forecast is "off"',
        'warning $.forecast.spares: it has no effect while the mode of the forecast is "off"',
      ],
    ],
    ['a forecast that is only off', { forecast: { mode: 'off' } }, []],
    ['a forecast', { forecast: { goal: { waitPrice: 5 }, spares: false } }, []],
    [
      'a gate of no extension',
      { gate: { extensions: [] } },
      ['warning $.gate: it has no effect while it names no extension: every node passes it'],
    ],
    ['a gate', { gate: {} }, []],
    [
      'what is named twice',
      { pools: ['a', 'b', 'a'], schedules: ['s', 's'], protect: { nodes: ['n', 'n'] } },
      [
        'warning $.pools[2]: it has no effect here: the list has it before',
        'warning $.schedules[1]: it has no effect here: the list has it before',
        'warning $.protect.nodes[1]: it has no effect here: the list has it before',
      ],
    ],
    ['the usual deadline', { drain: { deadline: 'PT60M', afterDeadline: 'leave' } }, []],
    ['a deadline', { drain: { deadline: 'PT30M', afterDeadline: 'requeue' } }, []],
  ])('say what has no effect of %s', (_, members, expected) => {
    expect(findings(members)).toEqual(expected);
  });
});
