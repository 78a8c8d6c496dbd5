import { beforeEach, describe, expect, it } from 'vitest';
import { evaluatePool } from '../../../src/app/evaluation/evaluate-pool.ts';
import { evaluateTogether } from '../../../src/app/evaluation/evaluate-together.ts';
import type { EvaluationRequest } from '../../../src/ports/evaluation-queue.ts';
import { aPoolFacts, NOON } from '../../support/builders.ts';
import { Story } from '../support/story.ts';

const story = Story.forEachTest();
let evaluated: string[] = [];
beforeEach(() => {
  evaluated = [];
});

function requestsFor(count: number): readonly EvaluationRequest[] {
  return Array.from({ length: count }, (_, index) => ({
    tick: NOON,
    correlation: story.ports.newCorrelation(),
    fingerprint: '',
    facts: aPoolFacts({ poolId: `pool-${index}` }),
  }));
}

async function note({ facts }: EvaluationRequest): Promise<void> {
  evaluated.push(facts.poolId);
}

/** What has been sent again, a list for each message. */
async function sentAgain(): Promise<readonly (readonly string[])[]> {
  const messages = await story.messages();
  return messages.map((requests) => requests.map(({ facts }) => facts.poolId)).toSorted();
}

const FIRST_TIME = { isRepeated: false };

describe('requests that come in one message', () => {
  it('are each evaluated', async () => {
    for (const pool of ['pool-0', 'pool-1']) await story.account.createIdlePool(pool);
    await story.policy({ pools: ['pool-*'] });
    const { requests } = await story.survey();
    const failures = await evaluateTogether(story.ports, { requests, ...FIRST_TIME }, async (request) => {
      expect(await evaluatePool(story.ports, request)).toMatchObject({ kind: 'evaluated' });
    });
    expect(failures).toEqual([]);
    expect(await sentAgain()).toEqual([]);
    expect((await story.survey()).tick.due).toBe(0);
  });

  it('are sent again alone where they fail, and the others are evaluated', async () => {
    const failures = await evaluateTogether(
      story.ports,
      { requests: requestsFor(4), ...FIRST_TIME },
      async (request) => {
        if (request.facts.poolId === 'pool-1') throw new Error('no luck');
        await note(request);
      },
    );
    expect(failures).toEqual(['The evaluation of demo/pool-1 failed, and is tried again: no luck']);
    expect(evaluated).toEqual(['pool-0', 'pool-2', 'pool-3']);
    expect(await sentAgain()).toEqual([['pool-1']]);
  });

  it('do not wait for one that is slow', async () => {
    const slow = Promise.withResolvers<void>();
    await evaluateTogether(story.ports, { requests: requestsFor(3), ...FIRST_TIME }, async (request) => {
      if (request.facts.poolId === 'pool-0') await slow.promise;
      await note(request);
      if (evaluated.length === 2) slow.resolve();
    });
    expect(evaluated).toEqual(['pool-1', 'pool-2', 'pool-0']);
  });

  it('go back to the queue, each alone, where they have not begun within a minute', async () => {
    let now = NOON;
    const wallClock = { now: async () => now };
    await evaluateTogether(
      { ...story.ports, wallClock },
      { requests: requestsFor(26), ...FIRST_TIME },
      async (request) => {
        now = NOON.add({ minutes: 1 });
        await note(request);
      },
    );
    expect(evaluated).toHaveLength(24);
    expect(await sentAgain()).toEqual([['pool-24'], ['pool-25']]);
  });

  it('are all sent again alone where the process that had them before has ended', async () => {
    await evaluateTogether(story.ports, { requests: requestsFor(3), isRepeated: true }, note);
    expect(evaluated).toEqual([]);
    expect(await sentAgain()).toEqual([['pool-0'], ['pool-1'], ['pool-2']]);
  });
});

it('a request that comes alone is evaluated each time, and its failure is that of the message', async () => {
  await evaluateTogether(story.ports, { requests: requestsFor(1), isRepeated: true }, note);
  expect(evaluated).toEqual(['pool-0']);
  const failing = evaluateTogether(story.ports, { requests: requestsFor(1), ...FIRST_TIME }, async () => {
    throw new Error('no luck');
  });
  await expect(failing).rejects.toThrow('no luck');
  expect(await sentAgain()).toEqual([]);
});
