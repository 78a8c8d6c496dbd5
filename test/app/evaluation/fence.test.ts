import { describe, expect, it } from 'vitest';
import { evaluatePool } from '../../../src/app/evaluation/evaluate-pool.ts';
import { type Fence, isHeld, takeFence } from '../../../src/app/evaluation/fence.ts';
import type { Ports } from '../../../src/app/ports.ts';
import { NO_MEMORY } from '../../../src/core/memory/memory.ts';
import { CLOCK_SKEW } from '../../../src/core/time/clock-skew.ts';
import { FenceLost } from '../../../src/ports/errors.ts';
import type { EvaluationRequest } from '../../../src/ports/evaluation-queue.ts';
import type { PoolState } from '../../../src/ports/pool-states.ts';
import { NOON } from '../../support/builders.ts';
import { Gateway } from '../support/gateway.ts';
import { RENDER, Story } from '../support/story.ts';

const story = Story.forEachTest();

const STATE: PoolState = {
  ...RENDER,
  tick: NOON,
  fingerprint: 'as it was',
  nextLook: undefined,
  acting: undefined,
  memory: NO_MEMORY,
  lastPlan: undefined,
};

function take(correlation: string, tag?: string, state = STATE): Promise<Fence> {
  return takeFence(story.ports, { correlation, remembered: 0 }, { state, tag });
}

describe('the fence of a pool', () => {
  it('is taken by one of two that have read the same', async () => {
    await take('first');
    await expect(take('second')).rejects.toThrow(FenceLost);
    const fenced = await story.ports.poolStates.get(RENDER);
    await take('third', fenced?.tag);
    await expect(take('fourth', fenced?.tag)).rejects.toThrow(FenceLost);
    expect((await story.state()).acting?.correlation).toBe('third');
  });

  it('is held for five minutes', async () => {
    await take('first');
    const { acting } = await story.state();
    expect(acting).toEqual({ correlation: 'first', remembered: 0, until: NOON.add({ minutes: 5 }) });
    expect(isHeld(acting, NOON.add({ minutes: 5 }).subtract({ milliseconds: 1 }))).toBe(true);
    expect(isHeld(acting, NOON.add({ minutes: 5 }))).toBe(false);
    expect(isHeld(undefined, NOON)).toBe(false);
  });

  it('is renewed once it is a minute old', async () => {
    const fence = await take('first');
    await story.account.advance('PT59S');
    await fence.hold();
    expect((await story.state()).acting?.until).toEqual(NOON.add({ minutes: 5 }));
    await story.account.advance('PT1S');
    await Promise.all([fence.hold(), fence.hold(), fence.hold()]);
    expect((await story.state()).acting?.until).toEqual(NOON.add({ minutes: 6 }));
  });

  it('is held during the longest attempt of an act, also by a clock that is ahead', async () => {
    const fence = await take('first');
    for (let attempt = 1; attempt <= 3; attempt++) {
      await story.account.advance('PT49S');
      await fence.hold();
    }
    await story.account.advance('PT40S');
    const ahead = (await story.system.now()).add(CLOCK_SKEW);
    expect(isHeld((await story.state()).acting, ahead)).toBe(true);
  });

  it('is lost to whoever has taken it after its time', async () => {
    const fence = await take('first');
    await story.account.advance('PT5M');
    const fenced = await story.ports.poolStates.get(RENDER);
    await take('second', fenced?.tag, fenced?.state);
    await expect(fence.hold()).rejects.toThrow(FenceLost);
    await expect(fence.release(STATE)).rejects.toThrow(FenceLost);
    expect((await story.state()).acting).toMatchObject({ correlation: 'second' });
  });

  it('is lost by whoever has stood still for its whole time, even where nobody else has come', async () => {
    const fence = await take('first');
    await story.account.advance('PT5M');
    await expect(fence.hold()).rejects.toThrow('was read more than 5 minutes ago');
    expect(isHeld((await story.state()).acting, await story.system.now())).toBe(false);
  });

  it('is lost by whoever has stood still while it was renewed', async () => {
    const { poolStates, wallClock } = story.ports;
    let isSlow = false;
    const slow: Ports['poolStates'] = {
      ...poolStates,
      put: async (state, tag) => {
        const written = await poolStates.put(state, tag);
        if (isSlow) await story.account.advance('PT6M');
        return written;
      },
    };
    const actor = { correlation: 'first', remembered: 0 };
    const fence = await takeFence({ poolStates: slow, wallClock }, actor, { state: STATE, tag: undefined });
    isSlow = true;
    await story.account.advance('PT3M');
    await expect(fence.hold()).rejects.toThrow(FenceLost);
  });

  it('is given back with what is to be remembered', async () => {
    const fence = await take('first');
    await fence.release({ ...STATE, fingerprint: 'as it is now' });
    expect(await story.state()).toEqual({ ...STATE, fingerprint: 'as it is now' });
  });
});

describe('two evaluations of a pool at the same moment', () => {
  async function atOnce(evaluations: readonly (readonly [Ports, EvaluationRequest])[]) {
    const reports = await Promise.all(evaluations.map(([ports, request]) => evaluatePool(ports, request)));
    return reports.map(({ kind }) => kind).toSorted();
  }

  /** How many requests and how many intents there were for each node. */
  async function perNode(): Promise<readonly (readonly [number, number])[]> {
    const [acts, records] = [await story.acts(), await story.audit()];
    return (await story.account.nodes('render')).map(({ id }) => [
      acts.filter(({ node }) => node === id).length,
      records.filter(({ subject, phase }) => subject.node === id && phase === 'intent').length,
    ]);
  }

  it.each([
    ['the first there is', async () => undefined],
    ['a later one', async () => void (await story.tick())],
  ])('act once, where it is %s', async (_, before) => {
    await story.account.createIdlePool('render', { dedicated: 6 });
    await story.policy({ idle: { timeout: 'PT10M' } });
    await before();
    await story.account.advance('PT10M');
    const request = await story.requestFor();
    const kinds = await atOnce([
      [story.system.compose(), request],
      [story.system.compose(), request],
      [story.system.compose(), request],
    ]);
    expect(kinds).toEqual(['evaluated', 'skipped', 'skipped']);
    expect(await perNode()).toEqual(Array(6).fill([1, 1]));
  });

  it('act once, where they belong to different ticks', async () => {
    await story.account.createIdlePool('render', { dedicated: 6 });
    await story.atMost(0);
    const early = await story.requestFor();
    await story.account.advance('PT1M');
    const late = await story.requestFor();
    await atOnce([
      [story.system.compose(), early],
      [story.system.compose(), late],
    ]);
    await story.minutes(2);
    expect(await perNode()).toEqual(Array(6).fill([1, 1]));
  });

  it('act once, where one begins while the request of the other is under way', async () => {
    await story.account.createIdlePool('render');
    await story.atMost(0);
    const gateway = await Gateway.to(story.account.url);
    const request = await story.requestFor();
    const others: unknown[] = [];
    gateway.onPassing = async ({ method }) => {
      if (method !== 'POST') return;
      for (const minutesLater of [0, 1, 3]) {
        await story.account.advance(`PT${minutesLater}M`);
        others.push(await evaluatePool(story.system.compose(), { ...request, tick: await story.system.now() }));
      }
    };
    expect(await evaluatePool(story.through(gateway), request)).toMatchObject({ kind: 'evaluated' });
    await gateway.close();
    const skipped = { kind: 'skipped', reason: 'another evaluation is acting on the pool' };
    expect(others).toMatchObject([skipped, skipped, skipped]);
    expect(await perNode()).toEqual([[1, 1]]);
  });

  it('act once, where one has looked before the other began and acts after it has ended', async () => {
    await story.account.createIdlePool('render');
    await story.atMost(0);
    expect(await oneInsideTheOther()).toEqual(['skipped', 'evaluated']);
    expect(await perNode()).toEqual([[1, 1]]);
    expect(await story.recorded()).toEqual(['deallocate intent', 'deallocate outcome accepted']);
  });

  it.each([
    ['would be done', () => story.atMost(0, { mode: 'observe' })],
    ['keeps the pool from being managed', () => story.storeUnchecked('Policies', 'render', 'not JSON')],
  ])('record once what %s', async (_, bringAbout) => {
    await story.account.createIdlePool('render');
    await bringAbout();
    expect(await oneInsideTheOther()).toEqual(['skipped', 'evaluated']);
    expect(await story.recorded()).toHaveLength(1);
  });

  it.each([
    ['between its look and its first act', '/pools/render/nodes', 0],
    // So many requests are under way at once.
    ['between two acts', '/deallocate', 5],
  ])('makes no act by what was seen before the process stood still %s', async (_, at, most) => {
    await story.account.createIdlePool('render', { dedicated: 25 });
    await story.atMost(0);
    const gateway = await Gateway.to(story.account.url);
    gateway.onPassing = async ({ path }) => {
      if (!path.endsWith(at)) return;
      gateway.onPassing = () => undefined;
      await story.account.advance('PT6M');
    };
    const report = await evaluatePool(story.through(gateway), await story.requestFor());
    await gateway.close();
    expect(report).toMatchObject({ kind: 'skipped', reason: expect.stringContaining('more than 5 minutes ago') });
    expect((await story.acts()).length).toBeLessThanOrEqual(most);
    await story.minutes(2);
    const open = (await story.audit()).filter(({ phase }) => phase === 'intent').length;
    expect((await story.recorded()).filter((one) => one.includes('outcome'))).toHaveLength(open);
  });

  /** One evaluation begins; while it lists the nodes, another of the same tick runs from its beginning to its end. */
  async function oneInsideTheOther(): Promise<readonly string[]> {
    const gateway = await Gateway.to(story.account.url);
    const request = await story.requestFor();
    let inner = '';
    gateway.onPassing = async ({ path }) => {
      if (path === '/pools/render/nodes') inner = (await evaluatePool(story.system.compose(), request)).kind;
    };
    const outer = await evaluatePool(story.through(gateway), request);
    await gateway.close();
    return [outer.kind, inner];
  }
});
