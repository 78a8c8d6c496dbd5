import { Temporal } from 'temporal-polyfill';
import { describe, expect, it } from 'vitest';
import { fromActMessage } from '../../src/ports/act-message.ts';
import type { ActQueue, QueuedAct } from '../../src/ports/act-queue.ts';
import { fromEvaluationMessage } from '../../src/ports/evaluation-message.ts';
import type { EvaluationQueue } from '../../src/ports/evaluation-queue.ts';
import { fromDeliveryMessage, fromPublicationMessage } from '../../src/ports/event-messages.ts';
import type { EventQueues } from '../../src/ports/event-queues.ts';
import { aPoolFacts, NOON } from '../support/builders.ts';
import { type Backend, onEach } from './backend.ts';

/** The queues of the app, and what a function would get of one. */
export interface MessageQueues {
  readonly acts: ActQueue;
  readonly evaluations: EvaluationQueue;
  readonly events: EventQueues;
  /** The messages of a queue that can be seen, as the function of the same name gets them, in any order. */
  readonly receive: (queue: string) => Promise<readonly unknown[]>;
}

const FIRST = '6f1a2b7e-0d0b-4d0c-9a53-3f1f2d6b8f01';
const SECOND = '6f1a2b7e-0d0b-4d0c-9a53-3f1f2d6b8f02';

const ACT: QueuedAct = {
  pool: { account: 'demo', poolId: 'render' },
  action: 'start',
  nodes: { kind: 'named', ids: ['tvmps_1', 'ünüsual "name"'] },
  reason: 'a release, at 18:00\u2028',
  until: NOON.add({ hours: 2 }),
  actor: 'anna',
  correlation: 'c-1',
  at: NOON,
  deadline: NOON.add({ hours: 24 }),
};

/** What every backend of queues does: a message arrives as it was sent, and not before its time. */
export function messageQueuesContract(backend: Backend<MessageQueues>): void {
  describe('the queues of the app', () => {
    let queues: MessageQueues;
    onEach(backend, (port) => {
      queues = port;
    });

    it('hand on a request by hand as it was sent', async () => {
      await queues.acts.send(ACT);
      const [message] = await queues.receive('act-on-pool');
      expect(fromActMessage(message)).toEqual(ACT);
    });

    it('keep a request from sight until its delay is over', async () => {
      await queues.acts.send(ACT, Temporal.Duration.from({ days: 6 }));
      expect(await queues.receive('act-on-pool')).toEqual([]);
    });

    it('hand on requests for evaluations, and count those that wait', async () => {
      const request = { tick: NOON, correlation: FIRST, facts: aPoolFacts(), fingerprint: 'f' };
      expect(await queues.evaluations.length()).toBe(0);
      expect(await queues.evaluations.longestWait()).toBeUndefined();
      await queues.evaluations.send([request, { ...request, correlation: SECOND }]);
      expect(await queues.evaluations.length()).toBe(2);
      expect((await queues.evaluations.longestWait())?.total('seconds')).toBeLessThan(60);
      const messages = await queues.receive('evaluate-pool');
      const correlations = messages.flatMap(fromEvaluationMessage).map(({ correlation }) => correlation);
      expect(new Set(correlations)).toEqual(new Set([FIRST, SECOND]));
    });

    it('hand on events and deliveries, each to a function of its own, and those given up to the poison queue', async () => {
      const delivery = { subscription: 'ops', id: 'd-1', attempts: 2 };
      await queues.events.publish({ events: [], subscription: 'ops' });
      await queues.events.deliver(delivery);
      await queues.events.giveUp({ ...delivery, id: 'd-2' });
      expect((await queues.receive('publish-events')).map(fromPublicationMessage)).toMatchObject([
        { events: [], subscription: 'ops' },
      ]);
      expect((await queues.receive('deliver-event')).map(fromDeliveryMessage)).toEqual([delivery]);
      expect((await queues.receive('deliver-event-poison')).map(fromDeliveryMessage)).toEqual([
        { ...delivery, id: 'd-2' },
      ]);
    });
  });
}
