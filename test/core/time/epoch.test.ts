import fc from 'fast-check';
import { expect, it } from 'vitest';
import { instantOf, isoText } from '../../../src/core/time/epoch.ts';

it.each([
  ['2026-03-02T12:00:00Z'],
  ['2026-03-02T10:20:30Z'],
  ['2026-03-02T12:00:00.1Z'],
  ['2026-03-02T12:00:00.12Z'],
  ['2026-03-02T12:00:00.007Z'],
])('writes the moment %s with no digit too many', (text) => {
  expect(isoText(Date.parse(text))).toBe(text);
});

it('writes every moment as an instant is written', () => {
  fc.assert(
    fc.property(fc.integer({ min: -8.64e15, max: 8.64e15 }), (at) => {
      expect(isoText(at)).toBe(instantOf(at).toString());
    }),
  );
});
