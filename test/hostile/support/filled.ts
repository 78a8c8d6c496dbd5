import fc from 'fast-check';

/** The longest text that no budget may be too small for, in bytes. */
export const LONGEST = 65_536;

/** A few items, or as many of them in turn as go into a share of so many bytes of JSON. */
export function filled<Item>(item: fc.Arbitrary<Item>, bytes = LONGEST): fc.Arbitrary<readonly Item[]> {
  return fc
    .tuple(fc.array(item, { minLength: 1, maxLength: 5 }), fc.constantFrom(0, 0, 0.1, 0.9))
    .map(([items, share]) => {
      const turns = Math.max(1, Math.floor((share * bytes) / (JSON.stringify(items).length + 1)));
      return Array.from({ length: turns }, () => items).flat();
    });
}
