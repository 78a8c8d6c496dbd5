import { setImmediate } from 'node:timers/promises';
import {
  createHttpHeaders,
  createPipelineRequest,
  type PipelineRequest,
  type PipelineResponse,
} from '@azure/core-rest-pipeline';
import { describe, expect, it } from 'vitest';
import { type AdaptiveLimit, adaptiveLimit } from '../../../../src/adapters/batch/client/adaptive-limit.ts';

/** A service that answers what is under way in rounds, and throttles whatever comes above its capacity. */
class Service {
  capacity = Number.POSITIVE_INFINITY;
  most = 0;
  throttled = 0;
  readonly #underWay: (() => void)[] = [];

  readonly send = (request: PipelineRequest): Promise<PipelineResponse> =>
    new Promise((resolve) => {
      const status = this.#underWay.length < this.capacity ? 200 : 429;
      if (status === 429) this.throttled += 1;
      this.#underWay.push(() => resolve({ request, headers: createHttpHeaders(), status }));
      this.most = Math.max(this.most, this.#underWay.length);
    });

  /** Answers until nothing is under way any more. */
  async answerAll(): Promise<void> {
    for (await setImmediate(); this.#underWay.length > 0; await setImmediate())
      for (const answer of this.#underWay.splice(0)) answer();
  }
}

async function ask(
  limit: AdaptiveLimit,
  service: Service,
  requests: number,
  method: 'GET' | 'POST' = 'GET',
): Promise<void> {
  const asked = Array.from({ length: requests }, () =>
    limit.policy.sendRequest(
      createPipelineRequest({ url: 'https://demo.westeurope.batch.azure.com/pools', method }),
      service.send,
    ),
  );
  await service.answerAll();
  await Promise.all(asked);
}

describe('reads of an account', () => {
  it('are under way in a bounded number, which grows by one a round while they are answered', async () => {
    const [limit, service] = [adaptiveLimit(), new Service()];
    await ask(limit, service, 32);
    expect([service.most, limit.now]).toEqual([32, 33]);
    await ask(limit, service, 10_000);
    expect([service.most, limit.now]).toEqual([64, 64]);
  });

  it('are halved once for each round that is throttled', async () => {
    const [limit, service] = [adaptiveLimit(), new Service()];
    service.capacity = 0;
    await ask(limit, service, 32);
    expect(limit.now).toBe(16);
    await ask(limit, service, 16);
    expect(limit.now).toBe(8);
    await ask(limit, service, 100);
    expect(limit.now).toBe(1);
    await ask(limit, service, 1);
    expect(limit.now).toBe(1);
  });

  it('settle at what the service bears', async () => {
    const [limit, service] = [adaptiveLimit(), new Service()];
    service.capacity = 6;
    await ask(limit, service, 1000);
    // A fixed number of 32 at once would have been throttled 26 times in each of 32 rounds.
    expect(service.throttled).toBeLessThan(100);
    expect(limit.now).toBeGreaterThanOrEqual(3);
    expect(limit.now).toBeLessThanOrEqual(7);
    service.capacity = Number.POSITIVE_INFINITY;
    await ask(limit, service, 10_000);
    expect(limit.now).toBe(64);
  });

  it('go on after one that fails', async () => {
    const limit = adaptiveLimit();
    const request = createPipelineRequest({ url: 'https://demo.westeurope.batch.azure.com/pools' });
    const failing = () => Promise.reject(new Error('lost'));
    for (let one = 0; one < 100; one += 1)
      await expect(limit.policy.sendRequest(request, failing)).rejects.toThrow('lost');
    expect(limit.now).toBe(32);
  });
});

it('what acts waits for no read', async () => {
  const [limit, service] = [adaptiveLimit(), new Service()];
  service.capacity = 0;
  await ask(limit, service, 1000);
  await ask(limit, service, 40, 'POST');
  expect(service.most).toBe(40);
});
