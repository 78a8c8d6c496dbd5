import { describe, expect, it } from 'vitest';
import { addressFinder, type FindAddresses } from '../../../src/adapters/outbound/find-addresses.ts';

const FOUND = [{ address: '1.1.1.1', family: 4 }];

function failing(code: string): FindAddresses {
  return () => Promise.reject(Object.assign(new Error(code), { code }));
}

const hanging: FindAddresses = () => new Promise(() => undefined);

/** DNS in which `healthy.example` is the only name whose server answers. */
function dnsWith(others: FindAddresses): FindAddresses {
  return (hostname, options) => (hostname === 'healthy.example' ? Promise.resolve(FOUND) : others(hostname, options));
}

/** A system that counts the look-ups under way; `end` gives each its answer. */
function countingSystem() {
  const open: (() => void)[] = [];
  const bySystem: FindAddresses = () => new Promise((settle) => open.push(() => settle(FOUND)));
  return { open, bySystem };
}

describe('the addresses of a name that somebody has written', () => {
  it('are found while the name servers of others hang, and take no look-up of the system', async () => {
    const { open, bySystem } = countingSystem();
    const find = addressFinder({ byDns: dnsWith(hanging), bySystem });
    for (const host of ['a.example', 'b.example', 'c.example']) void find(host, {});
    expect(await find('healthy.example', {})).toEqual(FOUND);
    expect(open).toEqual([]);
  });

  it.each(['ETIMEOUT', 'ESERVFAIL'])('are not asked of the system after %s, where DNS answers', async (code) => {
    const { open, bySystem } = countingSystem();
    const find = addressFinder({ byDns: dnsWith(failing(code)), bySystem });
    await find('healthy.example', {});
    await expect(find('a.example', {})).rejects.toThrow('could not be looked up in time');
    expect(open).toEqual([]);
  });

  it.each([
    ['what DNS does not know', 'ENOTFOUND'],
    ['everything where there is no DNS', 'ECONNREFUSED'],
    ['everything where DNS never answers', 'ETIMEOUT'],
  ])('are asked of the system, one name at a time, for %s', async (_, code) => {
    const { open, bySystem } = countingSystem();
    const find = addressFinder({ byDns: failing(code), bySystem });
    const found = Promise.all(['a.example', 'b.example', 'c.example'].map((host) => find(host, {})));
    for (let answered = 0; answered < 3; answered += 1) {
      await expect.poll(() => open.length).toBe(1);
      open.pop()?.();
    }
    expect(await found).toEqual([FOUND, FOUND, FOUND]);
  });
});
