import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { matchesGlob } from '../../src/core/glob.ts';

function stepsOf(pattern: string, text: string): number {
  let steps = 0;
  matchesGlob(pattern, text, () => {
    steps += 1;
  });
  return steps;
}

describe('matchesGlob', () => {
  it.each([
    ['*', '', true],
    ['*', 'anything', true],
    ['a*b', 'AxxB', true],
    ['a*b', 'ab', true],
    ['a*a', 'a', false],
    ['a*b*c', 'a-b-b-c', true],
    ['a*b*c', 'a-c-b', false],
    ['*aab*', 'aaab', true],
    ['**a**', 'xax', true],
    ['holiday', 'Holiday', true],
    ['holiday', 'holidays', false],
    ['a.b', 'axb', false],
    ['', '', true],
    ['', 'a', false],
  ])('%j and %j: %j', (pattern, text, expected) => expect(matchesGlob(pattern, text)).toBe(expected));

  it('matches as the regular expression that it stands for', () => {
    const text = fc.string({ unit: fc.constantFrom('a', 'B', '.', '\n'), maxLength: 8 });
    fc.assert(
      fc.property(fc.array(text, { minLength: 1, maxLength: 4 }), text, (literals, given) => {
        const escaped = literals.map((literal) => literal.replaceAll('.', String.raw`\.`));
        expect(matchesGlob(literals.join('*'), given)).toBe(new RegExp(`^${escaped.join('.*')}$`, 'is').test(given));
      }),
      { numRuns: 5000 },
    );
  });

  it('takes no more than three steps for each character, whatever the pattern', () => {
    const text = fc.string({ unit: fc.constantFrom('a', 'b'), maxLength: 64 });
    const pattern = fc.string({ unit: fc.constantFrom('a', 'b', '*'), maxLength: 64 });
    fc.assert(
      fc.property(pattern, text, (given, name) => {
        expect(stepsOf(given, name)).toBeLessThanOrEqual(3 * (given.length + name.length));
      }),
      { numRuns: 5000 },
    );
  });

  it.each([
    ['a*a*a*a*a*a*a*b', 'a'.repeat(64)],
    [`${'a*'.repeat(32)}b`, 'a'.repeat(64)],
    [`*${'a'.repeat(31)}b*`, 'a'.repeat(64)],
    [`${'*a'.repeat(100)}*b`, 'a'.repeat(100_000)],
  ])('%s does not backtrack', (pattern, text) => {
    expect(matchesGlob(pattern, text)).toBe(false);
    expect(stepsOf(pattern, text)).toBeLessThanOrEqual(3 * (pattern.length + text.length));
  });
});
