import { ACTS, actQueue } from '../../../src/adapters/queue/act-queue.ts';
import { EVALUATIONS, evaluationQueue } from '../../../src/adapters/queue/evaluation-queue.ts';
import { DELIVERIES, eventQueues, PUBLICATIONS } from '../../../src/adapters/queue/event-queues.ts';
import { onQueues } from '../../contract/backend.ts';
import { messageQueuesContract } from '../../contract/message-queues.ts';

messageQueuesContract(
  onQueues([ACTS, EVALUATIONS, PUBLICATIONS, DELIVERIES, `${DELIVERIES}-poison`], (queueOf, receive) => ({
    acts: actQueue(queueOf(ACTS)),
    evaluations: evaluationQueue(queueOf(EVALUATIONS)),
    events: eventQueues(queueOf),
    receive,
  })),
);
