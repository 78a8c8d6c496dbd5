import { expect, it } from 'vitest';
import { publicLookup, type Resolve } from '../../../src/adapters/outbound/allowed-address.ts';

it('looks up two names at a time, however many wait and however slow they are, and each gets its answer', async () => {
  const open: (() => void)[] = [];
  let most = 0;
  const slow: Resolve = (_, __, done) => {
    open.push(() => done(null, [{ address: '1.1.1.1', family: 4 }]));
    most = Math.max(most, open.length);
  };
  const lookUp = publicLookup(slow);
  const answers = Array.from(
    { length: 10 },
    (_, index) => new Promise((settle) => lookUp(`${index}.example`, {}, (error, address) => settle(error ?? address))),
  );
  for (let answered = 0; answered < 10; ) {
    await Promise.resolve();
    for (const answer of open.splice(0)) {
      answer();
      answered += 1;
    }
  }
  expect(await Promise.all(answers)).toEqual(Array.from({ length: 10 }, () => '1.1.1.1'));
  expect(most).toBe(2);
});

it.each<readonly [what: string, find: Resolve, message: string]>([
  [
    'a name that leads into a network of ours',
    (_, __, done) => done(null, [{ address: '10.0.0.4', family: 4 }]),
    'not in the internet',
  ],
  ['a name without an address', (_, __, done) => done(null, []), 'has no address'],
  ['a name that there is not', (_, __, done) => done(new Error('ENOTFOUND')), 'ENOTFOUND'],
])('refuses %s', async (_, find, message) => {
  const error = await new Promise<unknown>((settle) => publicLookup(find)('a.example', {}, settle));
  expect(String(error)).toContain(message);
});
