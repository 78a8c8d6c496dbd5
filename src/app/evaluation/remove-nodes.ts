import type { PlannedAct } from '../../core/plan/plan-summary.ts';
import type { PoolName } from '../../core/pool/pool-name.ts';
import { isSurelyOff } from '../../core/pool/surely-off.ts';
import { describeError } from '../../core/text/describe-error.ts';
import type { ActAnswer, HasBatchReader, HasNodeActs } from '../../ports/batch.ts';
import type { HasClock } from '../../ports/clock.ts';
import type { Application } from './application.ts';

/** The ports that removeNodes uses. */
export type RemoveNodesPorts = HasBatchReader & HasClock & HasNodeActs;

/**
 * Removes nodes from their pool with one request. They are read again directly before: one that somebody has started since is
 * left out, because a removal cannot be undone.
 */
export async function removeNodes(
  ports: RemoveNodesPorts,
  acts: readonly PlannedAct[],
  { context: { pool, correlation }, fence, tag }: Application,
): Promise<readonly ActAnswer[]> {
  await fence.hold();
  const stayed = await lookAgain(ports, pool, acts);
  const nodes = acts.flatMap(({ node }) => (stayed.has(node) ? [] : [node]));
  if (nodes.length === 0) return answersFor(acts, stayed);
  await fence.hold();
  const answers = await ports.batch
    .removeNodes(pool, { nodes, tag, correlation, stillMay: fence.hold })
    .catch((error: unknown) => {
      const failed: ActAnswer = { outcome: 'failed', reason: describeError(error) };
      return new Map(nodes.map((node) => [node, failed]));
    });
  return answersFor(acts, new Map([...stayed, ...answers]));
}

/** The nodes that must not be removed, and why. */
async function lookAgain(
  { batch, clock }: RemoveNodesPorts,
  pool: PoolName,
  acts: readonly PlannedAct[],
): Promise<ReadonlyMap<string, ActAnswer>> {
  const now = await clock.now();
  try {
    const nodeOf = new Map((await batch.listNodes(pool))?.map((node) => [node.id, node]));
    return new Map(
      acts.flatMap(({ node: id }): readonly [string, ActAnswer][] => {
        const node = nodeOf.get(id);
        if (node === undefined) return [[id, { outcome: 'gone', reason: 'the node is no longer in the pool' }]];
        if (isSurelyOff(node, now)) return [];
        return [
          [id, { outcome: 'refused', reason: `not requested: when it was read again, the node showed ${node.state}` }],
        ];
      }),
    );
  } catch (error) {
    const reason = `not requested, because the nodes could not be read again: ${describeError(error)}`;
    return new Map(acts.map(({ node }) => [node, { outcome: 'failed', reason }]));
  }
}

function answersFor(acts: readonly PlannedAct[], answers: ReadonlyMap<string, ActAnswer>): readonly ActAnswer[] {
  return acts.map(({ node }) => answers.get(node) ?? NO_ANSWER);
}

const NO_ANSWER: ActAnswer = { outcome: 'unknown', reason: 'no answer' };
