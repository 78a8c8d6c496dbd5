import * as api from '../../api/circuits.ts';
import { effectOnPool } from '../../app/effects/effect-on-pool.ts';
import { answerOnce } from '../../app/idempotency/answer-once.ts';
import { resetCircuit as reset } from '../../app/pools/reset-circuit.ts';
import { auditLogOf } from '../serving/audit-log-address.ts';
import { toEffectView } from '../serving/effect-view.ts';
import { type Operation, operation } from '../serving/operation.ts';
import { toPoolKey, toPoolName } from './pool-name.ts';

export const resetCircuit = operation(api.resetCircuit).by(
  async ({ path, query: { dryRun }, headers, caller: { actor } }, ports) => {
    if (dryRun) {
      const circuitReset = { at: await ports.clock.now(), correlation: undefined };
      const change = () => ({ circuitReset });
      return { status: 200, body: toEffectView(await effectOnPool(ports, { pool: toPoolName(path), change })) };
    }
    const request = { key: headers['idempotency-key'], actor, what: { resetCircuit: toPoolKey(path) } };
    const answer = await answerOnce(ports, request, (correlation) =>
      reset(ports, toPoolName(path), { actor, correlation }),
    );
    return { status: 202, headers: { location: auditLogOf(answer.correlation) }, body: answer };
  },
);

/** The operations on the gates of pools. */
export const CIRCUITS: readonly Operation[] = [resetCircuit];
