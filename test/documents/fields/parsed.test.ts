import { describe, expect, it } from 'vitest';
import { parseForeignJson, parseJson } from '../../../src/documents/fields/parsed.ts';

const faultsIn = (text: string) => {
  const parsed = parseJson(text);
  return parsed.ok ? [] : parsed.faults.map(({ path }) => path);
};

describe('a member whose name objects take for something else', () => {
  it.each([
    ['{"match":{"__proto__":{"equals":"x"},"type":"work"}}', ['$.match.__proto__']],
    ['{"a":[{"constructor":1}]}', ['$.a[0].constructor']],
    ['{"prototype":null}', ['$.prototype']],
    ['{"\\u005f_proto__":1}', ['$.__proto__']],
    ['{"a":"__proto__"}', []],
  ])('is refused wherever it stands: %s', (text, paths) => {
    expect(faultsIn(text)).toEqual(paths);
  });

  it('is refused at any depth, and only the first few are named', () => {
    expect(faultsIn(`${'['.repeat(5000)}{"__proto__":1}${']'.repeat(5000)}`)).toHaveLength(1);
    expect(faultsIn(`[${Array(1000).fill('{"__proto__":1}').join()}]`).length).toBeLessThanOrEqual(10);
  });

  it('is nothing to us in what another system sends', () => {
    expect(parseForeignJson('{"constructor":1}').ok).toBe(true);
  });
});
