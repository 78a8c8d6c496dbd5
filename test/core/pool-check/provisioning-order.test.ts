import { describe, expect, it } from 'vitest';
import { readExtension } from '../../../src/core/pool-check/extension.ts';
import { provisioningOrder } from '../../../src/core/pool-check/provisioning-order.ts';

function extension(name: string, ...after: readonly string[]) {
  return readExtension({ value: { name, provisionAfterExtensions: after }, path: '$' });
}

describe('the order in which extensions are provisioned', () => {
  it.each([
    // the one that is waited for is there, in any letter case
    [[extension('a', 'B'), extension('b')], 'B', true],
    // it is not there
    [[extension('a', 'b')], 'b', false],
    // it is the one that waits
    [[extension('a', 'a')], 'a', false],
    // it waits in turn, through another
    [[extension('a', 'b'), extension('b', 'c'), extension('c', 'a')], 'b', false],
    // it waits for a ring, and is not in it
    [[extension('a', 'b'), extension('b', 'c'), extension('c', 'b')], 'b', true],
  ])('of %j: the first can wait for %s: %s', (extensions, name, expected) => {
    const [first] = extensions;
    if (first === undefined) throw new Error('there is a first');
    expect(provisioningOrder(extensions).canWaitFor(first, name)).toBe(expected);
  });

  it('reads a chain of 20,000 with as many looks as there are names', () => {
    let looks = 0;
    const chain = Array.from({ length: 20_000 }, (_, index) => {
      const counted = new Proxy([`e${index + 1}`], {
        get: (list, key) => {
          if (key === 'map') looks += 1;
          return Reflect.get(list, key);
        },
      });
      return readExtension({ value: { name: `e${index}`, provisionAfterExtensions: counted }, path: '$' });
    });
    const order = provisioningOrder(chain);
    expect(chain.filter((one, index) => order.canWaitFor(one, `e${index + 1}`))).toHaveLength(19_999);
    expect(looks).toBe(20_000);
  });
});
