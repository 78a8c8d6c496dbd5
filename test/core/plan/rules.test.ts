import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { RULE_NAMES, RULES, type RuleName } from '../../../src/core/plan/rules.ts';

function inOrder(...names: readonly RuleName[]): readonly RuleName[] {
  return RULE_NAMES.filter((name) => names.includes(name));
}

describe('the list of deciding rules', () => {
  it('has the order of decision: protection, override, maintenance, schedule, known demand, forecast, idle', () => {
    const order: readonly RuleName[] = [
      'protection',
      'override',
      'maintenance',
      'schedule',
      'demand',
      'forecast',
      'idle',
    ];
    expect(inOrder(...order)).toEqual(order);
  });

  it('names each rule once, and each says what it decides', () => {
    expect(new Set(RULE_NAMES).size).toBe(RULE_NAMES.length);
    for (const { decides } of RULES) expect(decides).toMatch(/^[a-z][^.]+$/);
  });

  it('is in the documents, in its order', () => {
    const text = readFileSync(new URL('../../../docs/documents.md', import.meta.url), 'utf8');
    const section = text.slice(text.indexOf('## The order of the rules'));
    const listed = section
      .slice(0, section.indexOf('## ', 3))
      .split('\n')
      .filter((line) => /^\d+\. /.test(line))
      .flatMap((line) => [...(line.split(': ')[0] ?? '').matchAll(/`([a-z-]+)`/g)].map(([, name]) => name));
    expect(listed).toEqual(RULE_NAMES);
  });
});
