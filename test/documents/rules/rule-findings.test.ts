import { describe, expect, it } from 'vitest';
import { parseRule } from '../../../src/documents/rules/rule-document.ts';
import { findingsOfRule } from '../../../src/documents/rules/rule-findings.ts';

const START = { account: 'demo', pool: 'render', count: 1, reason: 'work comes' };

function findings(members: object): readonly string[] {
  const parsed = parseRule({ id: 'r', source: 'generic', match: { type: 'x' }, act: { start: START }, ...members });
  if (!parsed.ok) throw new Error(JSON.stringify(parsed.faults));
  return findingsOfRule(parsed.value).map(({ severity, path, message }) => `${severity} ${path}: ${message}`);
}

const IN_BERLIN = { ...START, timeZone: 'Europe/Berlin' };

describe('the findings of a rule', () => {
  it.each<[string, object, readonly string[]]>([
    ['nothing', {}, []],
    [
      'a range without a number in it',
      { match: { 'data.tasks': { gte: 5, lte: 1 } } },
      ['warning $.match["data.tasks"]: no number is from 5 to 1: no event meets this'],
    ],
    ['ranges', { match: { a: { gte: 5, lte: 5 }, b: { lte: -1 }, c: { gte: 1 } } }, []],
    [
      'a time zone without a moment',
      { act: { start: IN_BERLIN } },
      ['warning $.act.start.timeZone: it has no effect without a time of day'],
    ],
    [
      'the time zone of a span',
      { act: { deallocate: { ...IN_BERLIN, until: 'PT4H' } } },
      ['warning $.act.deallocate.timeZone: it has no effect without a time of day'],
    ],
    ['the time zone of a time of day', { act: { start: { ...IN_BERLIN, until: '06:00' } } }, []],
    ['the time zone of what an event says', { act: { start: { ...IN_BERLIN, until: '{{data.until}}' } } }, []],
    [
      'a pool on which it may not act',
      { pools: ['simulations', 'other/render'] },
      ['warning $.act.start.pool: `pools` does not name it: the rule may not act on the pool "render" of "demo"'],
    ],
    ['a pool on which it may act', { pools: ['simulations', 'demo/ren*'] }, []],
    ['a pool of the event', { pools: ['simulations'], act: { start: { ...START, pool: '{{pool}}' } } }, []],
  ])('say what has no effect of %s', (_, members, expected) => {
    expect(findings(members)).toEqual(expected);
  });
});
