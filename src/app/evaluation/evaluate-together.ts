import pLimit from 'p-limit';
import { Temporal } from 'temporal-polyfill';
import { describeError } from '../../core/text/describe-error.ts';
import { isBefore } from '../../core/time/instants.ts';
import type { HasWallClock } from '../../ports/clock.ts';
import type { EvaluationRequest, HasEvaluationQueue } from '../../ports/evaluation-queue.ts';

/** As many as the host runs in a process if each has a message of its own: batchSize and newBatchThreshold. */
const AT_ONCE = 24;
/**
 * The host ends a process in which a message takes five minutes. An evaluation that has not begun after this time is queued
 * again.
 */
const LONGEST_WAIT = Temporal.Duration.from({ minutes: 1 });

/** For all messages of this process. */
const turns = pLimit(AT_ONCE);

/** A message as the host delivers it. */
export interface ReceivedRequests {
  readonly requests: readonly EvaluationRequest[];
  /** Was it delivered before? Then its process has died. */
  readonly isRepeated: boolean;
}

/**
 * Evaluates the pools of one message independently: one that fails, is slow or crashes the process does not affect the others.
 * A failed one, or one that has not begun in time, is queued again in a message of its own, and so is every pool of a repeated
 * message.
 * @returns the failures, one sentence each
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
