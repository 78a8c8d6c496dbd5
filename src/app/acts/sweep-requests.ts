import { Temporal } from 'temporal-polyfill';
import type { AuditRecord } from '../../core/audit/record.ts';
import { actResent } from '../../core/audit/request-events.ts';
import { describeError } from '../../core/text/describe-error.ts';
import { isBefore } from '../../core/time/instants.ts';
import type { AskedAct, HasActQueue } from '../../ports/act-queue.ts';
import { FenceLost } from '../../ports/errors.ts';
import type { HasOpenRequests, OpenRequest } from '../../ports/open-requests.ts';
import { recordsOf } from '../audit/records-of.ts';
import type { RecoverPoolPorts } from '../evaluation/recover-pool.ts';
import { toAsked } from './asked-in-record.ts';
import { giveUpRequest } from './give-up-request.ts';

/** A waiting request queues its message again every few seconds. If it has not done so for this long, its message is lost. */
const SILENCE = Temporal.Duration.from({ minutes: 10 });

/** The ports that sweepRequests uses. */
export type SweepRequestsPorts = RecoverPoolPorts & HasActQueue & HasOpenRequests;

/** How many requests had lost their message, and what was done about them. */
export interface SweptRequests {
  readonly resent: number;
  readonly givenUp: number;
  /** The requests that could not be swept, one sentence each. The next sweep tries them again. */
  readonly problems: readonly string[];
}

/**
 * Finds requests that were accepted, have not ended, and whose message is lost. It queues their message again and records that,
 * or gives them up if their deadline has passed. A message that arrives after all changes nothing.
 */
export async function sweepRequests(ports: SweepRequestsPorts): Promise<SweptRequests> {
  const now = await ports.wallClock.now();
  const swept = { resent: 0, givenUp: 0 };
  const listed = await ports.openRequests.list();
  const problems = [...listed.problems];
  for (const request of listed.requests) {
    if (isBefore(now, request.sentAt.add(SILENCE))) continue;
    try {
      const became = await sweep(ports, request, now);
      if (became !== undefined) swept[became] += 1;
    } catch (error) {
      // A pool whose state cannot be read must not keep the requests for others.
      const { pool, action, correlation } = request;
      const what = `The request ${correlation} to ${action} nodes of ${pool.account}/${pool.poolId}`;
      problems.push(`${what} could not be swept: ${describeError(error)}`);
    }
  }
  return { ...swept, problems };
}

async function sweep(
  ports: SweepRequestsPorts,
  request: OpenRequest,
  now: Temporal.Instant,
): Promise<'resent' | 'givenUp' | undefined> {
  const { pool, action, correlation, deadline } = request;
  const records = await recordsOf(ports, pool, correlation);
  const requested = records.find((record) => record.action === `${action}.requested`);
  // It has ended, or was never accepted.
  if (requested === undefined || records.some((record) => record.action === `${action}.ended`)) {
    await ports.openRequests.delete(request);
    return undefined;
  }
  const asked = askedIn(requested, request);
  if (!isBefore(now, deadline)) return giveUp(ports, asked);
  await ports.audit.append([
    actResent({ at: await ports.clock.now(), actor: 'timer:sweep-requests', pool, correlation }, action),
  ]);
  await ports.acts.send({ ...asked, deadline });
  await ports.openRequests.put({ ...request, sentAt: now });
  return 'resent';
}

async function giveUp(ports: SweepRequestsPorts, asked: AskedAct): Promise<'givenUp' | undefined> {
  try {
    await giveUpRequest(ports, asked, 'given up: its queue message was lost, and its time has passed');
    return 'givenUp';
  } catch (error) {
    // Another process is acting on the pool; the next sweep tries again.
    if (error instanceof FenceLost) return undefined;
    throw error;
  }
}

/** The request as it was recorded. */
function askedIn({ after, reason, actor, at }: AuditRecord, { pool, action, correlation }: OpenRequest): AskedAct {
  return { pool, action, correlation, ...toAsked(after), reason, actor, at };
}
