import { expect, it } from 'vitest';
import { readDocuments } from '../../../src/app/documents/read-documents.ts';
import { sequenceOf } from '../../../src/app/evaluation/sequence-of.ts';
import type { Ports } from '../../../src/app/ports.ts';
import { aNode, minutes } from '../../support/builders.ts';
import { Story } from '../support/story.ts';

const story = Story.forEachTest({
  latencies: { create: { median: minutes(1), sigma: 0 }, start: { median: minutes(3), sigma: 0 } },
});

async function twoPools(): Promise<void> {
  for (const pool of ['cache', 'render']) {
    const nodes = await story.account.createIdlePool(pool, { dedicated: 2 });
    for (const { id } of nodes) await story.account.deallocate(pool, id);
  }
  await story.account.advance('PT3M');
}

async function both(outside: object): Promise<void> {
  await story.schedule({ outside });
  await story.policy({ id: 'cache', pools: ['cache'], schedules: ['hours'] });
  await story.policy({ schedules: ['hours'], dependsOn: [{ pool: 'cache', ready: '100%' }] });
}

async function acted(): Promise<readonly string[]> {
  return (await story.acts()).map(({ action, pool }) => `${action} ${pool}`);
}

it('starts a pool after the one that it depends on is ready, and stops that after it is off', async () => {
  await twoPools();
  await both({ min: 2 });
  await story.minutes(3);
  expect(await acted()).toEqual(['start cache', 'start cache']);
  await story.minutes(4);
  expect((await acted()).slice(2)).toEqual(['start render', 'start render']);
  await story.minutes(6);
  await both({ min: 0, max: 0 });
  await story.minutes(1);
  expect((await acted()).slice(4)).toEqual(['deallocate render', 'deallocate render']);
  await story.minutes(6);
  expect((await acted()).slice(6)).toEqual(['deallocate cache', 'deallocate cache']);
});

it('keeps a share of the dedicated nodes for a pool that depends on it, as that pool waits for', async () => {
  for (const pool of ['cache', 'render']) await story.account.createIdlePool(pool, { dedicated: 2 });
  await story.policy({ id: 'cache', pools: ['cache'] });
  await story.policy({ dependsOn: [{ pool: 'cache', ready: '50%' }] });
  const documents = await readDocuments(story.ports, await story.ports.clock.now());
  const sequence = async (poolId: string, nodes: Parameters<typeof sequenceOf>[2]['nodes']) => {
    const facts = await story.ports.batch.getPool({ account: 'demo', poolId });
    if (facts === undefined) throw new Error(`There is no pool ${poolId}.`);
    return sequenceOf(story.ports, facts, { documents, nodes });
  };
  const spot = ['c', 'd'].map((id) => aNode({ id, dedicated: false }));
  const mixed = [aNode({ id: 'a' }), aNode({ id: 'b' }), ...spot];
  expect((await sequence('cache', mixed)).following).toMatchObject([{ poolId: 'render', needs: 1 }]);
  expect((await sequence('render', [])).preceding).toMatchObject([{ poolId: 'cache', needed: 1 }]);
});

it('lets nothing go off while a pool of the order cannot be read', async () => {
  await twoPools();
  await both({ min: 0, max: 0 });
  const failing: Ports['batch'] = {
    ...story.ports.batch,
    listNodes: async (pool) => {
      if (pool.poolId === 'render') throw new Error('Batch did not answer');
      return story.ports.batch.listNodes(pool);
    },
  };
  const documents = await readDocuments(story.ports, await story.ports.clock.now());
  const facts = await story.ports.batch.getPool({ account: 'demo', poolId: 'cache' });
  if (facts === undefined) throw new Error('There is no pool "cache".');
  expect(await sequenceOf({ batch: failing }, facts, { documents, nodes: [] })).toMatchObject({
    following: [{ poolId: 'render', unknown: expect.stringContaining('did not answer') }],
  });
});
