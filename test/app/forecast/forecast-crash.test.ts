import { beforeEach, describe, expect, it } from 'vitest';
import { evaluatePool } from '../../../src/app/evaluation/evaluate-pool.ts';
import { minutes } from '../../support/builders.ts';
import { dyingBeforeRelease, never } from '../support/dying.ts';
import { Gateway } from '../support/gateway.ts';
import { RENDER, Story } from '../support/story.ts';
import { auditBreaches, chainBreaches, taskBreaches } from '../support/witness.ts';

const story = Story.forEachTest({
  latencies: { create: { median: minutes(1), sigma: 0 }, start: { median: minutes(3), sigma: 0 } },
});

beforeEach(async () => {
  await story.account.createIdlePool('render', { dedicated: 4 });
  // Without spares as many nodes are started as tasks wait.
  await story.policy({ demand: {}, forecast: { mode: 'enforce', spares: false } });
});

/** What was asked of nodes so far, in order: `start 202`. */
async function asked(): Promise<readonly string[]> {
  return (await story.acts()).map(({ action, status }) => `${action} ${status}`);
}

async function breaches(): Promise<readonly string[]> {
  const evidence = { journal: await story.account.journal(), acts: await story.acts(), records: await story.audit() };
  return [...auditBreaches(evidence), ...taskBreaches(evidence), ...chainBreaches(evidence.records)];
}

/** What the forecast was the reason of, by the intents on record. */
async function byForecast(): Promise<number> {
  const intents = (await story.audit()).filter(({ phase }) => phase === 'intent');
  return intents.filter(({ reason }) => /forecast/.test(reason)).length;
}

/** The process dies with a request on its way that never arrives: nothing is heard of it any more, and its right to act runs out. */
async function dieAtRequest(number: number): Promise<void> {
  const gateway = await Gateway.to(story.account.url);
  const death = Promise.withResolvers<void>();
  let acts = 0;
  gateway.onPassing = ({ method }) => {
    if (method !== 'POST') return undefined;
    acts += 1;
    if (acts < number) return undefined;
    death.resolve();
    return never();
  };
  const ports = story.through(gateway);
  const dead = { ...ports, audit: { ...ports.audit, append: untilDeath(ports.audit.append, () => acts >= number) } };
  void evaluatePool(dead, await story.requestFor()).catch(() => undefined);
  await death.promise;
  await story.account.advance('PT5M');
  await gateway.close();
}

/** What a dead process writes is not written. */
function untilDeath(append: Append, isDead: () => boolean): Append {
  return (...written) => (isDead() ? never() : append(...written));
}

type Append = (typeof story.ports.audit)['append'];

describe('a process that dies while the forecast decides', { timeout: 300_000 }, () => {
  it('has let nodes go that the next one does not ask again', async () => {
    const { ports, dead } = dyingBeforeRelease(story.system.compose());
    void evaluatePool(ports, await story.requestFor());
    await dead;
    await story.account.advance('PT5M');
    story.system.ports = story.system.compose();
    await story.minutes(10);
    expect(await asked()).toEqual(Array(4).fill('deallocate 202'));
    expect(await byForecast()).toBe(4);
    expect(await breaches()).toEqual([]);
  });

  it.each([1, 3])(
    'at its request %i to start nodes leaves the rest to the next one, and no task waits for ever',
    async (number) => {
      await story.minutes(3);
      const before = (await asked()).length;
      await story.account.createJob('train-1', 'render');
      await story.account.addTasks('train-1', ['a', 'b', 'c'], 1200);
      await story.account.advance('PT1M');
      await dieAtRequest(number);
      story.system.ports = story.system.compose();
      // What it may have sent has ten minutes to arrive before the next process acts.
      await story.minutes(14);
      expect((await asked()).slice(before)).toEqual(Array(3).fill('start 202'));
      expect(await story.account.tasks('train-1')).toEqual(['a running', 'b running', 'c running']);
      // Nothing was learned twice: the minute that the dead process saw is one minute of the demand.
      const seen = (await story.state()).memory.demand?.minutes ?? [];
      expect(seen.reduce((sum, { submittedTasks }) => sum + submittedTasks, 0)).toBe(3);
      await story.minutes(25);
      expect((await asked()).slice(before + 3)).toEqual(Array(3).fill('deallocate 202'));
      expect(await breaches()).toEqual([]);
    },
  );

  it('leaves a model that the next one goes on from, or learns anew from the recorded demand', async () => {
    await story.account.createJob('train-1', 'render');
    await story.account.addTasks('train-1', ['a'], 300);
    await story.minutes(30);
    const { ports, dead } = dyingBeforeRelease(story.system.compose());
    await story.account.addTasks('train-1', ['b'], 300);
    await story.account.advance('PT1M');
    void evaluatePool(ports, await story.requestFor());
    await dead;
    await story.account.advance('PT5M');
    story.system.ports = story.system.compose();
    await story.tick();
    const { demand } = (await story.state()).memory;
    const model = await story.ports.forecastModels.modelOf(RENDER, demand?.minutes.at(-1)?.minute ?? 0);
    expect(model?.history.minute).toBe(demand?.minutes.at(-1)?.minute);
    expect(await breaches()).toEqual([]);
  });
});
