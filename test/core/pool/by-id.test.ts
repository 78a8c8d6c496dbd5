import { expect, it } from 'vitest';
import { inOrderOfId } from '../../../src/core/pool/by-id.ts';

const things = (...ids: readonly string[]) => ids.map((id) => ({ id }));

it('returns a list that is in order as it is, and sorts any other', () => {
  const ordered = things('a', 'b', 'b', 'c');
  expect(inOrderOfId(ordered)).toBe(ordered);
  expect(inOrderOfId(things('b', 'c', 'a'))).toEqual(things('a', 'b', 'c'));
  expect(inOrderOfId([])).toEqual([]);
});
