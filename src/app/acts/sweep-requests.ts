import { Temporal } from 'temporal-polyfill';
import type { AuditRecord } from '../../core/audit/record.ts';
import { actResent } from '../../core/audit/request-events.ts';
import { isBefore } from '../../core/time/instants.ts';
import { readNodeChoice } from '../../documents/fields/node-choice.ts';
import type { AskedAct, HasActQueue } from '../../ports/act-queue.ts';
import { FenceLost } from '../../ports/errors.ts';
import type { HasOpenRequests, OpenRequest } from '../../ports/open-requests.ts';
import { recordsOf } from '../audit/records-of.ts';
import type { RecoverPoolPorts } from '../evaluation/recover-pool.ts';
import { giveUpRequest } from './give-up-request.ts';

/** A request that waits sends its message again every few seconds: one that has not for so long has lost it. */
const SILENCE = Temporal.Duration.from({ minutes: 10 });

/** What sweepRequests needs of the world. */
export type SweepRequestsPorts = RecoverPoolPorts & HasActQueue & HasOpenRequests;

/** How many requests had lost their message, and what became of them. */
export interface SweptRequests {
  readonly resent: number;
  readonly givenUp: number;
}

/**
 * Looks for requests of people that were accepted, have no end, and whose message is lost: their message is sent again, which
 * is recorded; those whose time is over are given up. Messages that turn up after all change nothing.
 */
export async function sweepRequests(ports: SweepRequestsPorts): Promise<SweptRequests> {
  const now = await ports.wallClock.now();
  const swept = { resent: 0, givenUp: 0 };
  for (const request of await ports.openRequests.list()) {
    if (isBefore(now, request.sentAt.add(SILENCE))) continue;
    const became = await sweep(ports, request, now);
    if (became !== undefined) swept[became] += 1;
  }
  return swept;
}

async function sweep(
  ports: SweepRequestsPorts,
  request: OpenRequest,
  now: Temporal.Instant,
): Promise<keyof SweptRequests | undefined> {
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
    await giveUpRequest(ports, asked, 'given up: its message was lost, and its time is over');
    return 'givenUp';
  } catch (error) {
    // Another acts on the pool: the next sweep comes.
    if (error instanceof FenceLost) return undefined;
    throw error;
  }
}

/** The request as it was recorded. */
function askedIn({ after, reason, actor, at }: AuditRecord, { pool, action, correlation }: OpenRequest): AskedAct {
  const { nodes, until } = readNodeChoice(after);
  return { pool, action, correlation, nodes, until, reason, actor, at };
}
