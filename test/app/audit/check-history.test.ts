import { Temporal } from 'temporal-polyfill';
import { describe, expect, it } from 'vitest';
import { checkHistory } from '../../../src/app/audit/check-history.ts';
import { TestSystem } from '../../support/test-system.ts';

const system = TestSystem.forEachTest();
const POOLS = ['a', 'b', 'c', 'd', 'e', 'f'];

/** Writes so many records about each pool. */
async function write(records: number): Promise<void> {
  const at = await system.ports.wallClock.now();
  const entry = { at, actor: 'me', action: 'test', phase: 'event', correlation: 'c', reason: '' } as const;
  for (const pool of POOLS) {
    const subject = { account: 'demo', pool };
    await system.ports.audit.append(Array.from({ length: records }, () => ({ ...entry, subject })));
  }
}

async function falsify(pool: string): Promise<void> {
  const table = system.storage.table('Audit');
  for await (const { partitionKey = '', rowKey = '' } of table.listEntities()) {
    if (partitionKey.startsWith(`p.demo.${pool}.`) && rowKey.startsWith('r.')) {
      await table.updateEntity({ partitionKey, rowKey, reason: 'falsified' }, 'Merge');
    }
  }
}

const subjectOf = (chain: string) => chain.slice(0, 'p.demo.x'.length);

/** A night whose four parts have so many rows each. */
async function night(rows: number) {
  const chains: string[] = [];
  const limits = { rows, time: Temporal.Duration.from({ hours: 1 }) };
  const tell = async ({ faults }: { readonly faults: readonly { readonly chain: string }[] }) => {
    chains.push(...faults.map(({ chain }) => subjectOf(chain)));
  };
  const { faulty, isComplete } = await checkHistory(system.ports, { tell, limits });
  return { faulty: [...faulty].map(subjectOf), isComplete, faults: chains };
}

describe('a nightly check', () => {
  it('that verifies everything is complete, and begins anew in the next night', async () => {
    await write(2);
    expect(await night(100_000)).toEqual({ faulty: [], isComplete: true, faults: [] });
    await falsify('a');
    expect(await night(100_000)).toEqual({ faulty: ['p.demo.a'], isComplete: true, faults: ['p.demo.a'] });
  });

  it('that is not complete says so, and the next one continues where it has ended', async () => {
    await write(2);
    await falsify('f');
    expect(await night(1)).toEqual({ faulty: [], isComplete: false, faults: [] });
    expect(await night(1)).toMatchObject({ faulty: ['p.demo.f'], faults: ['p.demo.f'] });
  });

  it('that has continued another one begins anew with what is left of it', async () => {
    await write(2);
    await night(1);
    await falsify('a');
    expect(await night(5)).toMatchObject({ faulty: ['p.demo.a'], faults: ['p.demo.a'] });
  });

  it('whose progress cannot be read fails once, and begins anew in the next night', async () => {
    await write(1);
    const until = (await system.ports.wallClock.now()).add({ hours: 1 });
    await system.ports.claims.claim({ scope: 'check', key: 'audit', text: '{}', until });
    await expect(night(100_000)).rejects.toThrow();
    expect(await night(100_000)).toMatchObject({ isComplete: true });
  });
});
