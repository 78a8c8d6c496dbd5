import type { Temporal } from 'temporal-polyfill';
import * as api from '../../api/acts.ts';
import type { Of } from '../../api/contract.ts';
import { requestAct } from '../../app/acts/request-act.ts';
import { effectOfAct } from '../../app/effects/effect-of-act.ts';
import { answerOnce } from '../../app/idempotency/answer-once.ts';
import { withMomentsWrittenOut } from '../../app/pools/moments-in-words.ts';
import type { Ports } from '../../app/ports.ts';
import { toNodeChoice } from '../../documents/fields/node-choice.ts';
import { AppError } from '../../ports/errors.ts';
import { toInstant } from '../request/to-instant.ts';
import { auditLogOf } from '../serving/audit-log-address.ts';
import { toEffectView } from '../serving/effect-view.ts';
import { type Given, type Operation, operation } from '../serving/operation.ts';

export const startNodes = operation(api.startNodes).by((given, ports) => takeAct('start', given, ports));

export const deallocateNodes = operation(api.deallocateNodes).by((given, ports) => takeAct('deallocate', given, ports));

/** The operations with which people act on nodes. */
export const ACTS: readonly Operation[] = [startNodes, deallocateNodes];

/** The act is recorded and queued; a queue function carries it out. */
async function takeAct<Action extends 'start' | 'deallocate'>(
  action: Action,
  { path: { account, pool }, query: { dryRun }, headers, body, caller: { actor } }: Given<typeof api.startNodes>,
  ports: Ports,
) {
  const name = { account, poolId: pool };
  const written = await withMomentsWrittenOut(ports, name, { value: body, members: ['until'] });
  const act = toAct(written);
  if (dryRun) {
    const asked = { pool: name, ...act, action, actor, at: await ports.clock.now() };
    return { status: 200, body: toEffectView(await effectOfAct(ports, asked)) } as const;
  }
  const what = { action, account, pool: pool.toLowerCase(), value: body };
  const answer = await answerOnce(ports, { key: headers['idempotency-key'], actor, what }, async (correlation) => {
    const at = await ports.clock.now();
    const asked = { pool: name, ...act, action, actor, correlation, at };
    await requestAct(ports, asked);
    return { status: 'accepted', action, account, pool, correlation, auditLog: auditLogOf(correlation) } as const;
  });
  return { status: 202, headers: { location: answer.auditLog }, body: answer } as const;
}

function toAct(body: Of<typeof api.startNodes.body.schema>) {
  const { reason, until, despiteStop } = body;
  return { nodes: toNodeChoice(body), reason, until: writtenOut(until), despiteStop };
}

/** @throws AppError InvalidRequest for a date that does not exist, such as 2026-02-30 */
function writtenOut(until: string | undefined): Temporal.Instant | undefined {
  try {
    return toInstant(until);
  } catch {
    const faults = [{ path: '$.until', message: `'${until}' is no moment` }];
    throw new AppError('InvalidRequest', 'The request is not valid: nothing was done.', { faults });
  }
}
