import { expect, it } from 'vitest';
import { evaluationQueue } from '../../../src/adapters/queue/evaluation-queue.ts';
import { fromEvaluationMessage } from '../../../src/ports/evaluation-message.ts';
import { aPoolFacts, NOON } from '../../support/builders.ts';

/** A queue that refuses the messages that `refuses` says. */
function queueThat(refuses: (pools: readonly string[]) => boolean) {
  const sent: string[] = [];
  let tries = 0;
  const queue = evaluationQueue({
    send: async (text) => {
      tries += 1;
      const pools = fromEvaluationMessage(JSON.parse(text)).map(({ facts }) => facts.poolId);
      if (refuses(pools)) throw new Error('too long');
      sent.push(...pools);
    },
    length: async () => 0,
    longestWait: async () => undefined,
  });
  return { queue, sent, tries: () => tries };
}

function requestsFor(count: number) {
  return Array.from({ length: count }, (_, index) => ({
    tick: NOON,
    correlation: crypto.randomUUID(),
    fingerprint: '',
    facts: aPoolFacts({ poolId: `pool-${index}` }),
  }));
}

it('sends the others where a message is refused, and names the pools of that one', async () => {
  const { queue, sent } = queueThat((pools) => pools.includes('pool-9'));
  const pools = Array.from({ length: 8 }, (_, index) => `demo/pool-${index + 8}`).join(', ');
  await expect(queue.send(requestsFor(40))).rejects.toMatchObject({
    name: 'RequestsUnsent',
    message: `No evaluation of ${pools} could be asked for.`,
  });
  expect(sent).toHaveLength(32);
});

it('gives up a queue that is down, and says of how many pools', async () => {
  const { queue, tries } = queueThat(() => true);
  await expect(queue.send(requestsFor(1000))).rejects.toThrow(/ and 990 more pools could be asked for\.$/);
  expect(tries()).toBeLessThanOrEqual(31);
});
