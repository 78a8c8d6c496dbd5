import { beforeEach, describe, expect, it } from 'vitest';
import { readDocuments } from '../../../src/app/documents/read-documents.ts';
import { changedPools } from '../../../src/app/effects/changed-pools.ts';
import { effectOnPool } from '../../../src/app/effects/effect-on-pool.ts';
import { closingFinder } from '../../../src/app/outbound/find-closings.ts';
import { describePool, describePools } from '../../../src/app/pools/describe-pools.ts';
import { explainPool } from '../../../src/app/pools/explain-pool.ts';
import { poolTimeline } from '../../../src/app/timeline/pool-timeline.ts';
import { NOON } from '../../support/builders.ts';
import { RENDER, Story } from '../support/story.ts';

const story = Story.forEachTest();

const ONE = NOON.add({ hours: 1 });
const SIX = NOON.add({ hours: 6 });

/** Half of the pool in the afternoon, and at most half of it else, of two dedicated nodes and four Spot nodes. */
async function mixedPool(spot: boolean): Promise<void> {
  const afternoon = { name: 'afternoon', days: ['MON'], from: '13:00', to: '18:00', capacity: { min: '50%' } };
  const late = { name: 'late', days: ['MON'], from: '15:00', to: '18:00', capacity: { min: 2 } };
  await story.account.createIdlePool('render', { dedicated: 2, lowPriority: 4 });
  await story.schedule({ windows: [afternoon, late], outside: { min: 1, max: '50%' } });
  await story.policy({ schedules: ['hours'], protect: { spot } });
}

describe('a pool whose Spot nodes take part', () => {
  beforeEach(() => mixedPool(false));

  it('is explained with shares of all of its nodes', async () => {
    // At 15:00 two nodes are requested, which is no change if half of six are.
    const { target, nextChange } = await explainPool(story.ports, { ...RENDER, at: NOON.add({ hours: 2 }) });
    expect({ min: target?.min, nextChange: String(nextChange) }).toEqual({ min: 3, nextChange: String(SIX) });
  });

  it('is described with them, alone and among others', async () => {
    const described = {
      nodes: 6,
      counts: { idle: 6 },
      capacity: { now: { min: 1, max: 3 }, next: { at: ONE, min: 3, max: undefined } },
    };
    expect(await describePool(story.ports, 'demo', 'render')).toMatchObject(described);
    expect(await describePools(story.ports, 'demo')).toMatchObject([described]);
  });

  it('has them in its timeline', async () => {
    const { nodes, on, asked } = await poolTimeline(story.ports, RENDER);
    expect({ nodes, on: on.at(-1)?.on }).toEqual({ nodes: 6, on: 6 });
    expect(asked.find(({ at }) => at.equals(ONE))).toMatchObject({ min: 3 });
  });

  it('has them in the effect of an override, and in that of a document', async () => {
    const { pools } = await effectOnPool(story.ports, { pool: RENDER, change: () => ({}) });
    expect(pools).toMatchObject([{ before: { capacity: { min: 1, max: 3 } } }]);
    const now = await story.ports.clock.now();
    const before = await readDocuments(story.ports, now);
    const changed = await changedPools(story.ports, { before, after: { ...before, policies: new Map() }, now });
    expect(changed.pools).toMatchObject([{ before: { capacity: { min: 1, max: 3 } }, after: { capacity: undefined } }]);
  });

  it('has them in the notice of a closing', async () => {
    const now = await story.ports.clock.now();
    const documents = await readDocuments(story.ports, now);
    const closings = await closingFinder(story.ports, { documents, now, until: SIX })('demo');
    expect(closings).toMatchObject([{ allocated: 6, closing: { at: SIX, before: { min: 3 }, after: { max: 3 } } }]);
  });
});

describe('a pool whose Spot nodes are protected', () => {
  it('has the size of its dedicated nodes', async () => {
    await mixedPool(true);
    expect(await describePool(story.ports, 'demo', 'render')).toMatchObject({
      nodes: 2,
      counts: { idle: 2 },
      capacity: { now: { min: 1, max: 1 } },
    });
    expect(await explainPool(story.ports, RENDER)).toMatchObject({ target: { max: 1 } });
    expect(await poolTimeline(story.ports, RENDER)).toMatchObject({ nodes: 2 });
  });
});
