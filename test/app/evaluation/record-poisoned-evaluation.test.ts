import { describe, expect, it } from 'vitest';
import { recordPoisonedEvaluation } from '../../../src/app/evaluation/record-poisoned-evaluation.ts';
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
        reason: 'the evaluation of the tick of 2026-03-02T12:04:00Z failed every time it was tried',
      },
    ]);
    expect((await story.minutes(1)).reports).toMatchObject([{ plan: { acts: [{ outcome: 'accepted' }] } }]);
  });
});
