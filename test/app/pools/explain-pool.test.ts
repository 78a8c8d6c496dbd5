import { expect, it } from 'vitest';
import { evaluatePool } from '../../../src/app/evaluation/evaluate-pool.ts';
import { explainPool } from '../../../src/app/pools/explain-pool.ts';
import { type Attempts, GivenUp } from '../../../src/ports/attempts.ts';
import { RENDER, Story } from '../support/story.ts';

const story = Story.forEachTest();

it('says of a pool whose evaluation has crashed the process what the evaluation says', async () => {
  await story.account.createIdlePool('render');
  await story.atMost(0);
  const attempt: Attempts['attempt'] = async ({ key, what }, work) =>
    key.startsWith('evaluation ') ? new GivenUp(`${what} did not come to its end`) : work();
  const ports = { ...story.ports, attempts: { attempt } };
  const explained = await explainPool(ports, RENDER);
  expect(explained.leftAlone).toContain('an evaluation by the policy "render" did not come to its end');
  expect(explained.decisions.map(({ action }) => action)).toEqual(['none']);
  expect(await evaluatePool(ports, await story.requestFor())).toMatchObject({
    plan: { leftAlone: explained.leftAlone, acts: [] },
  });
});
