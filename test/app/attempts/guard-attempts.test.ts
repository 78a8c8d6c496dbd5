import { beforeEach, describe, expect, it } from 'vitest';
import { guardAttempts } from '../../../src/app/attempts/guard-attempts.ts';
import { evaluatePool } from '../../../src/app/evaluation/evaluate-pool.ts';
import type { Ports } from '../../../src/app/ports.ts';
import { GivenUp } from '../../../src/ports/attempts.ts';
import { never } from '../support/dying.ts';
import { RENDER, Story } from '../support/story.ts';

const story = Story.forEachTest();

/** A process that ends in the middle of work that is marked: its mark stays. Gives when it has ended. */
function endingProcess(): { readonly ports: Ports; readonly ended: Promise<void> } {
  const end = Promise.withResolvers<void>();
  const ports = story.system.compose();
  const forget: Ports['claims']['forget'] = (scope, key) => {
    if (scope !== 'attempt') return ports.claims.forget(scope, key);
    end.resolve();
    return never();
  };
  const claims = { ...ports.claims, forget };
  return { ports: { ...ports, attempts: guardAttempts({ claims, wallClock: ports.wallClock }) }, ended: end.promise };
}

describe('work that ends the process', () => {
  const READING = { key: 'schedule 1', what: 'reading the schedule "nights"' };
  const tries = async () => {
    let runs = 0;
    const result = await story.system.compose().attempts.attempt(READING, () => {
      runs += 1;
      return 'done';
    });
    return { runs, result };
  };
  const crash = async () => {
    const { ports, ended } = endingProcess();
    void ports.attempts.attempt(READING, () => 'done');
    await ended;
    await story.account.advance('PT2M');
  };

  it('is tried a second time, and not a third', async () => {
    await crash();
    expect(await tries()).toEqual({ runs: 1, result: 'done' });
    await crash();
    await crash();
    const { runs, result } = await tries();
    expect(runs).toBe(0);
    expect(result).toBeInstanceOf(GivenUp);
    expect((result as GivenUp).message).toContain('reading the schedule "nights" did not come to its end 2 times');
  });

  it('is tried again after a day', async () => {
    await crash();
    await crash();
    await story.account.advance('PT25H');
    expect((await tries()).result).toBe('done');
  });

  it('is not blamed for what another process has just begun', async () => {
    const both = [endingProcess(), endingProcess()];
    for (const { ports } of both) void ports.attempts.attempt(READING, () => 'done');
    await Promise.all(both.map(({ ended }) => ended));
    expect((await tries()).result).toBe('done');
  });

  it('is not blamed for marks that could not be removed', async () => {
    const ports = story.system.compose();
    const claims = { ...ports.claims, forget: () => Promise.reject(new Error('the storage is down')) };
    const attempts = guardAttempts({ claims, wallClock: ports.wallClock });
    await expect(attempts.attempt(READING, () => 'done')).rejects.toThrow('down');
    await story.account.advance('PT2M');
    for (let retry = 0; retry < 3; retry += 1) expect(await attempts.attempt(READING, () => 'done')).toBe('done');
    await story.account.advance('PT2M');
    expect(await tries()).toEqual({ runs: 1, result: 'done' });
  });

  it('that throws has come to its end', async () => {
    const { attempts } = story.ports;
    for (let round = 0; round < 4; round += 1) {
      const failing = attempts.attempt(READING, () => {
        throw new Error('it failed');
      });
      await expect(failing).rejects.toThrow('it failed');
    }
    expect((await tries()).result).toBe('done');
  });
});

describe('a pool whose evaluation ends the process', () => {
  beforeEach(async () => {
    await story.account.createIdlePool('render', { dedicated: 1 });
    await story.account.createIdlePool('other', { dedicated: 1 });
    await story.atMost(0);
    await story.policy({ id: 'others', pools: ['other'], schedules: ['hours'] });
  });

  const crash = async () => {
    const request = await story.requestFor();
    const { ports, ended } = endingProcess();
    void evaluatePool(ports, request);
    await ended;
    await story.account.advance('PT10M');
  };

  it('is left alone with the reason, while others are looked after, until a document changes', async () => {
    await crash();
    await crash();
    story.system.ports = story.system.compose();
    await story.minutes(2);
    expect((await story.acts()).map(({ pool, action }) => `${action} ${pool}`)).toEqual(['deallocate other']);
    const { lastPlan } = await story.state(RENDER);
    expect(lastPlan?.leftAlone).toContain('an evaluation by the policy "render" did not come to its end 2 times');
    await story.policy({ schedules: ['hours'], description: 'changed' });
    await story.minutes(2);
    expect((await story.acts()).map(({ pool }) => pool)).toEqual(['other', 'render']);
  });

  it('is looked at again a day later, where nothing has changed', async () => {
    await crash();
    await crash();
    story.system.ports = story.system.compose();
    await story.minutes(1);
    expect((await story.state()).lastPlan?.leftAlone).toContain('did not come to its end 2 times');
    await story.account.advance('PT25H');
    await story.tick();
    expect((await story.acts()).map(({ pool }) => pool)).toContain('render');
  });
});
