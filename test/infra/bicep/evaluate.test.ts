// biome-ignore-all lint/suspicious/noTemplateCurlyInString: Bicep puts values into texts in the same way

import { describe, expect, it } from 'vitest';
import { evaluate, type Surroundings } from './evaluate.ts';
import { parseBicep } from './parse-file.ts';
import type { Value } from './value.ts';

const NAMES: Readonly<Record<string, Value>> = {
  one: 1,
  list: [1, 2, 3],
  text: 'abc',
  record: { key: 'value', inner: { deep: true } },
  nothing: null,
};

const AROUND: Surroundings = {
  lookUp: (name) => {
    const value = NAMES[name];
    if (value === undefined) throw new Error(`'${name}' is not defined`);
    return value;
  },
  call: () => undefined,
};

async function evaluated(expression: string): Promise<Value> {
  const { declarations } = await parseBicep('test.bicep', `var x = ${expression}\n`);
  const value = declarations[0]?.value;
  if (value === undefined) throw new Error('There is no value.');
  return evaluate(value, AROUND);
}

describe('expressions of Bicep', () => {
  it.each<readonly [string, Value]>([
    // Precedence, which the grammar has otherwise.
    ['one == 1 && !record.inner.deep', false],
    ["record.?none ?? 'x'", 'x'],
    ['list[0] == 1 || one > 5', true],
    ['one > 0 ? list[1] : 0', 2],
    ['map(list, n => n > 1)', [false, true, true]],
    ["filter(items(record), one => one.key == 'key')", [{ key: 'key', value: 'value' }]],
    [
      'map(list, (n, at) => { n: n, at: at })',
      [
        { n: 1, at: 0 },
        { n: 2, at: 1 },
        { n: 3, at: 2 },
      ],
    ],
    ['[concat(list, [4])[3]\n  one]', [4, 1]],
    ['[for (n, at) in list: n > at]', [true, true, true]],
    // Texts.
    ["'a${text}$b${one}'", 'aabc$b1'],
    ["'it\\'s'", "it's"],
    ["join(split('a/b', '/'), '-')", 'a-b'],
    ["last(split('/x/y', '/'))", 'y'],
    // Objects.
    ['union({ a: 1 }, { b: 2 }, { a: 3 })', { a: 3, b: 2 }],
    ["{ 'k${one}': empty('') }", { k1: true }],
    ['empty(list) || contains(list, 3)', true],
    ['string([{ a: 1 }])', '[{"a":1}]'],
  ])('%s', async (expression, expected) => {
    expect(await evaluated(expression)).toEqual(expected);
  });

  it.each([
    ['record.none', /no member 'none'/],
    ['list[7]', /no item 7/],
    ['nobody', /'nobody' is not defined/],
    ['reduce(list, 0, (a, b) => a)', /not in the subset|cannot be a value/],
    ['{ a: 1, a: 2 }', /there twice/],
    ['one ? 1 : 2', /a condition is 1/],
    ["text > 'a'", /compares no numbers/],
    ['!text', /'!' cannot stand before/],
    ['record!.inner', /'!'.* is not understood/],
    ["'\\${text}'", /is not understood/],
    ['[1 2]', /is not understood|syntax error/],
  ])('%s is refused', async (expression, problem) => {
    await expect(evaluated(expression)).rejects.toThrow(problem);
  });
});
