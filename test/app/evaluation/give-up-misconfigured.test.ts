import { describe, expect, it } from 'vitest';
import { evaluatePool } from '../../../src/app/evaluation/evaluate-pool.ts';
import { giveUpMisconfigured, type KnownGivenUp } from '../../../src/app/evaluation/give-up-misconfigured.ts';
import { Story } from '../support/story.ts';

const story = Story.forEachTest();

const BROKEN = { partitionKey: 'demo', rowKey: 'render', poolId: 'render', tick: 'never' };
const REASON = 'The state of the pool demo/render in the table PoolState cannot be read';

const states = () => story.system.storage.table('PoolState');

const given = async (what: 'poisoned' | 'resumed') =>
  (await story.audit()).flatMap(({ action, reason }) => (action === `evaluation.${what}` ? [reason] : []));

const aProcess = (): KnownGivenUp => ({ pools: new Set() });

/** As the host evaluates the pool at the next tick, with what this process remembers. */
async function evaluateNext(givenUp: KnownGivenUp) {
  await story.account.advance('PT1M');
  const request = await story.requestFor();
  return giveUpMisconfigured(story.ports, { request, givenUp }, () => evaluatePool(story.ports, request));
}

describe('an evaluation that cannot succeed before somebody mends what it reads', () => {
  it('is given up without a retry, and recorded once for each time that something broke', async () => {
    await story.account.createIdlePool('render');
    await story.atMost(0);
    const process = aProcess();
    await states().upsertEntity(BROKEN, 'Replace');
    for (let tick = 0; tick < 3; tick += 1)
      expect(await evaluateNext(process)).toEqual({ kind: 'skipped', reason: expect.stringContaining(REASON) });
    expect(await given('poisoned')).toEqual([expect.stringContaining(REASON)]);

    await states().deleteEntity(BROKEN.partitionKey, BROKEN.rowKey);
    expect(await evaluateNext(process)).toMatchObject({ kind: 'evaluated' });
    await evaluateNext(process);
    expect(await given('resumed')).toEqual([expect.stringContaining(REASON)]);
    await states().upsertEntity(BROKEN, 'Replace');
    await evaluateNext(process);
    expect(await given('poisoned')).toHaveLength(2);
  });

  it('is recorded once by all processes, and its end by whichever evaluates the pool then', async () => {
    await story.account.createIdlePool('render');
    await story.atMost(0);
    await states().upsertEntity(BROKEN, 'Replace');
    await evaluateNext(aProcess());
    await evaluateNext(aProcess());
    expect(await given('poisoned')).toHaveLength(1);
    await states().deleteEntity(BROKEN.partitionKey, BROKEN.rowKey);
    await evaluateNext(aProcess());
    await evaluateNext(aProcess());
    expect(await given('resumed')).toHaveLength(1);
  });

  it('is left to the host where a retry may help', async () => {
    await story.account.createIdlePool('render');
    await story.atMost(0);
    const request = await story.requestFor();
    const failing = () => Promise.reject(new Error('a connection was closed'));
    await expect(giveUpMisconfigured(story.ports, { request, givenUp: aProcess() }, failing)).rejects.toThrow('closed');
    expect(await given('poisoned')).toEqual([]);
  });
});
