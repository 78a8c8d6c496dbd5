import pLimit from 'p-limit';
import { Temporal } from 'temporal-polyfill';
import { describeError } from '../../core/text/describe-error.ts';
import { isBefore } from '../../core/time/instants.ts';
import type { HasWallClock } from '../../ports/clock.ts';
import type { EvaluationRequest, HasEvaluationQueue } from '../../ports/evaluation-queue.ts';

/** As many as the host lets run in a process where each comes in a message of its own: batchSize and newBatchThreshold. */
const AT_ONCE = 24;
/** The host ends a process in which a message takes five minutes. Whoever has not begun after so long goes back to the queue. */
const LONGEST_WAIT = Temporal.Duration.from({ minutes: 1 });

/** Of all messages that this process was given. */
const turns = pLimit(AT_ONCE);

/** A message as the host has given it. */
export interface ReceivedRequests {
  readonly requests: readonly EvaluationRequest[];
  /** It was given before and did not come to its end: its process ended. */
  readonly isRepeated: boolean;
}

/**
 * Evaluates the pools whose requests came in one message, each by itself: one that fails, is slow or ends the process hurts no
 * other. What has failed, or has not begun in time, is sent again alone, and so is everything that comes a second time.
 * Gives what has failed, a sentence each.
 */
export async function evaluateTogether(
  { evaluations, wallClock }: HasEvaluationQueue & HasWallClock,
  { requests, isRepeated }: ReceivedRequests,
  evaluate: (request: EvaluationRequest) => Promise<void>,
): Promise<readonly string[]> {
  const [first, ...others] = requests;
  if (first === undefined) return [];
  if (others.length === 0) {
    await turns(() => evaluate(first));
    return [];
  }
  const latest = (await wallClock.now()).add(LONGEST_WAIT);
  const left: EvaluationRequest[] = isRepeated ? [...requests] : [];
  const failures: string[] = [];
  await turns.map(isRepeated ? [] : requests, async (request) => {
    if (!isBefore(await wallClock.now(), latest)) return void left.push(request);
    try {
      await evaluate(request);
    } catch (error) {
      const { account, poolId } = request.facts;
      failures.push(`The evaluation of ${account}/${poolId} failed, and is tried again: ${describeError(error)}`);
      left.push(request);
    }
  });
  if (left.length > 0) await evaluations.send(left);
  return failures;
}
