import { describe, expect, it } from 'vitest';
import {
  recordPoisonedEvaluation,
  recordPoisonedEvaluations,
} from '../../../src/app/evaluation/record-poisoned-evaluation.ts';
import { Story } from '../support/story.ts';

const story = Story.forEachTest();

describe('an evaluation that was given up', () => {
  it('is recorded with its tick, and the next tick asks for another', async () => {
    await story.account.createIdlePool('render');
    await story.atMost(0);
    const request = await story.requestFor();
    await story.account.advance('PT5M');
    await recordPoisonedEvaluation(story.ports, request);
    expect(await story.audit()).toMatchObject([
      {
        at: await story.system.now(),
        actor: 'queue:evaluate-pool',
        action: 'evaluation.poisoned',
        phase: 'event',
        subject: { account: 'demo', pool: 'render' },
        correlation: request.correlation,
        reason: 'the evaluation of the tick of 2026-03-02T12:04:00Z was given up: it failed every time it was tried',
      },
    ]);
    expect((await story.minutes(1)).reports).toMatchObject([{ plan: { acts: [{ outcome: 'accepted' }] } }]);
  });

  it('holds up no other of the same message, and is not recorded again with it', async () => {
    await story.account.createIdlePool('render');
    await story.atMost(0);
    const request = await story.requestFor();
    const requests = ['first', 'faulty', 'last'].map((poolId) => ({ ...request, facts: { ...request.facts, poolId } }));
    const { audit } = story.ports;
    const append: typeof audit.append = (entries, options) =>
      entries.some(({ subject }) => subject.pool === 'faulty')
        ? Promise.reject(new Error('its chain cannot be written'))
        : audit.append(entries, options);
    const faulty = { ...story.ports, audit: { ...audit, append } };
    await expect(recordPoisonedEvaluations(faulty, requests)).rejects.toThrow('cannot be written');
    await recordPoisonedEvaluations(story.ports, requests);
    const { records } = await audit.page({ action: 'evaluation.poisoned', limit: 10 });
    expect(records.map(({ subject }) => subject.pool).toSorted()).toEqual(['faulty', 'first', 'last']);
  });
});
