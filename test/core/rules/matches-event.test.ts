import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Condition } from '../../../src/core/rules/condition.ts';
import { fieldAt } from '../../../src/core/rules/field-at.ts';
import { matchesEvent, type Rule } from '../../../src/core/rules/rule.ts';

const ALERT = {
  data: {
    essentials: { alertRule: 'queue-long', monitorCondition: 'Fired', alertTargetIDs: ['/a/batchAccounts/demo', '/b'] },
    count: 25,
    urgent: true,
    nothing: null,
  },
};

function aRule(field: string, condition: Condition, rule: Partial<Rule> = {}): Rule {
  const match = [{ field, condition }];
  return { id: 'r', enabled: true, source: 'generic', match, pools: undefined, act: 'start', parameters: {}, ...rule };
}

function meets(field: string, condition: Condition, body: unknown = ALERT): boolean {
  return matchesEvent(aRule(field, condition), { source: 'generic', body });
}

const anyOf = (...values: readonly (string | number | boolean)[]): Condition => ({ kind: 'any-of', values });
const exists: Condition = { kind: 'exists', exists: true };
const range = (from?: number, to?: number): Condition => ({ kind: 'range', from, to });

describe('a rule', () => {
  it.each<[string, string, Condition, boolean]>([
    ['a text', 'data.essentials.alertRule', anyOf('queue-long'), true],
    ['a pattern', 'data.essentials.alertRule', anyOf('QUEUE-*'), true],
    ['another text', 'data.essentials.alertRule', anyOf('queue'), false],
    ['one of several', 'data.essentials.monitorCondition', anyOf('Resolved', 'Fired'), true],
    ['an element of a list', 'data.essentials.alertTargetIDs', anyOf('*/batchaccounts/demo'), true],
    ['an element by its number', 'data.essentials.alertTargetIDs.1', anyOf('/b'), true],
    ['the length of a list, which is no field', 'data.essentials.alertTargetIDs.length', exists, false],
    ['a number', 'data.count', anyOf(25), true],
    ['a number as text, which is none', 'data.count', anyOf('25'), false],
    ['a truth value', 'data.urgent', anyOf(true), true],
    ['a number within', 'data.count', range(25, 25), true],
    ['a number below', 'data.count', range(26), false],
    ['a number above', 'data.count', range(undefined, 24), false],
    ['a text that is no number', 'data.essentials.alertRule', range(0), false],
    ['a field that is there', 'data.nothing', exists, true],
    ['a field that is not there', 'data.none', { kind: 'exists', exists: false }, true],
    ['a field that every object inherits', 'data.constructor', exists, false],
    ['what stands behind a prototype', '__proto__.toString', exists, false],
    ['what stands in a text', 'data.essentials.alertRule.0', exists, false],
  ])('asks for %s', (_, field, condition, expected) => {
    expect(meets(field, condition)).toBe(expected);
  });

  it('asks for all of its fields, of its source, while it is enabled', () => {
    const both = [
      { field: 'data.count', condition: anyOf(25) },
      { field: 'data.urgent', condition: anyOf(false) },
    ];
    const [first] = both;
    const event = { source: 'generic', body: ALERT };
    expect(matchesEvent(aRule('', exists, { match: both }), event)).toBe(false);
    expect(matchesEvent(aRule('', exists, { match: first === undefined ? [] : [first] }), event)).toBe(true);
    expect(matchesEvent(aRule('', exists, { match: [] }), event)).toBe(false);
    expect(matchesEvent(aRule('data.count', anyOf(25), { enabled: false }), event)).toBe(false);
    expect(matchesEvent(aRule('data.count', anyOf(25), { source: 'other' }), event)).toBe(false);
  });

  it('never fails, whatever JSON comes', () => {
    const path = fc.array(fc.constantFrom('a', '0', '__proto__', 'constructor', 'length', 'toString'), {
      minLength: 1,
    });
    const condition = fc.constantFrom(anyOf('*'), anyOf(1, true), exists, range(0, 1));
    fc.assert(
      fc.property(fc.jsonValue(), path, condition, (body, names, asked) => {
        expect(meets(names.join('.'), asked, body)).toBeTypeOf('boolean');
      }),
    );
  });

  it('goes no deeper than its path', () => {
    const depth = 200_000;
    const deep: unknown = JSON.parse(`${'{"a":'.repeat(depth)}1${'}'.repeat(depth)}`);
    expect(meets('a.a', exists, deep)).toBe(true);
    expect(fieldAt(deep, Array.from({ length: 50 }, () => 'a').join('.'))).toBe(
      fieldAt(deep, Array.from({ length: 12 }, () => 'a').join('.')),
    );
  });
});
