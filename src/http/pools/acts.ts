import * as api from '../../api/acts.ts';
import type { Of } from '../../api/contract.ts';
import { requestAct } from '../../app/acts/request-act.ts';
import { effectOfAct } from '../../app/effects/effect-of-act.ts';
import { answerOnce } from '../../app/idempotency/answer-once.ts';
import type { Ports } from '../../app/ports.ts';
import { toNodeChoice } from '../../documents/fields/node-choice.ts';
import { toInstant } from '../request/to-instant.ts';
import { auditLogOf } from '../serving/audit-log-address.ts';
import { toEffectView } from '../serving/effect-view.ts';
import { type Given, type Operation, operation } from '../serving/operation.ts';

export const startNodes = operation(api.startNodes).by((given, ports) => takeAct('start', given, ports));

export const deallocateNodes = operation(api.deallocateNodes).by((given, ports) => takeAct('deallocate', given, ports));

/** The operations that act on nodes by hand. */
export const ACTS: readonly Operation[] = [startNodes, deallocateNodes];

/** The act is recorded and put into a queue; a function carries it out. */
async function takeAct<Action extends 'start' | 'deallocate'>(
  action: Action,
  { path: { account, pool }, query: { dryRun }, headers, body, caller: { actor } }: Given<typeof api.startNodes>,
  ports: Ports,
) {
  if (dryRun) {
    const asked = { pool: { account, poolId: pool }, ...toAct(body), action, actor, at: await ports.clock.now() };
    return { status: 200, body: toEffectView(await effectOfAct(ports, asked)) } as const;
  }
  const what = { action, account, pool: pool.toLowerCase(), value: body };
  const answer = await answerOnce(ports, { key: headers['idempotency-key'], actor, what }, async (correlation) => {
    const at = await ports.clock.now();
    const asked = { pool: { account, poolId: pool }, ...toAct(body), action, actor, correlation, at };
    await requestAct(ports, asked);
    return { status: 'accepted', action, account, pool, correlation, auditLog: auditLogOf(correlation) } as const;
  });
  return { status: 202, headers: { location: answer.auditLog }, body: answer } as const;
}

function toAct(body: Of<typeof api.startNodes.body.schema>) {
  return { nodes: toNodeChoice(body), reason: body.reason, until: toInstant(body.until) };
}
