// Loaded first, makes a newer Node as poor as the oldest one that docs/node-health.md names: 18.18.
const NEWER = [
  [Array, ['fromAsync']],
  [Array.prototype, ['toReversed', 'toSorted', 'toSpliced', 'with']],
  [Map, ['groupBy']],
  [Object, ['groupBy']],
  [Promise, ['try', 'withResolvers']],
  [
    Set.prototype,
    ['difference', 'intersection', 'isDisjointFrom', 'isSubsetOf', 'isSupersetOf', 'symmetricDifference', 'union'],
  ],
  [String.prototype, ['isWellFormed', 'toWellFormed']],
  [AbortSignal, ['any']],
  [
    Object.getPrototypeOf(Object.getPrototypeOf([].values())),
    ['drop', 'every', 'filter', 'find', 'flatMap', 'forEach', 'map', 'reduce', 'some', 'take', 'toArray'],
  ],
];

for (const [owner, names] of NEWER)
  for (const name of names) {
    const original = owner[name];
    if (original !== undefined) owner[name] = forNodeOnly(name, original);
  }

/** What Node itself is made of stays. */
function forNodeOnly(name, original) {
  return function called(...given) {
    const [, , caller = ''] = new Error().stack.split('\n');
    if (!caller.includes('node:')) throw new TypeError(`${name} is not a function`);
    return original.apply(this, given);
  };
}
