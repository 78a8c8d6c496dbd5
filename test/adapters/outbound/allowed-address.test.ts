import { expect, it } from 'vitest';
import { publicLookup } from '../../../src/adapters/outbound/allowed-address.ts';
import type { FindAddresses } from '../../../src/adapters/outbound/find-addresses.ts';

it.each<readonly [what: string, find: FindAddresses, message: string]>([
  ['a name that leads into a network of ours', async () => [{ address: '10.0.0.4', family: 4 }], 'not in the internet'],
  ['a name without an address', async () => [], 'has no address'],
  ['a name that there is not', () => Promise.reject(new Error('ENOTFOUND')), 'ENOTFOUND'],
])('refuses %s', async (_, find, message) => {
  const error = await new Promise<unknown>((settle) => publicLookup(find)('a.example', {}, settle));
  expect(String(error)).toContain(message);
});
