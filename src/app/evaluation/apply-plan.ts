import pLimit from 'p-limit';
import { actAnswered, actIntended, type EvaluationContext } from '../../core/audit/events.ts';
import { recordId } from '../../core/audit/record.ts';
import type { PlannedAct } from '../../core/plan/plan-summary.ts';
import type { Act } from '../../core/pool/act.ts';
import { describeError } from '../../core/text/describe-error.ts';
import type { HasAuditWriter } from '../../ports/audit.ts';
import type { ActAnswer, HasNodeActs } from '../../ports/batch.ts';
import type { HasClock } from '../../ports/clock.ts';
import type { StillMay } from '../../ports/still-may.ts';
import type { Application } from './application.ts';
import { type RemoveNodesPorts, removeNodes } from './remove-nodes.ts';

/**
 * How many intents are recorded together, before the first of their acts. A crash leaves at most this many without an outcome.
 */
const CHUNK = 20;
/** The most concurrent requests: each node needs its own, and Batch throttles. */
const AT_ONCE = 5;

/** The ports that applyPlan uses. */
export type ApplyPlanPorts = HasAuditWriter & HasNodeActs & RemoveNodesPorts;

/**
 * Makes the acts of a plan: records the intents, sends one request for each node, and one for all nodes to remove, and records
 * the outcomes. If an act on a node fails, that is its outcome.
 * @returns the acts with their outcomes
 * @throws FenceLost before any further act, if another evaluation has taken over
 */
export async function applyPlan(
  ports: ApplyPlanPorts,
  acts: readonly PlannedAct[],
  application: Application,
): Promise<readonly PlannedAct[]> {
  const done: PlannedAct[] = [];
  const [leaving, single] = partition(acts);
  for (let next = 0; next < single.length; next += CHUNK) {
    const chunk = single.slice(next, next + CHUNK);
    done.push(
      ...(await applyChunk(ports, chunk, { ...application, answers: () => actOnEach(ports, chunk, application) })),
    );
  }
  if (leaving.length > 0) {
    const answers = () => removeNodes(ports, leaving, application);
    done.push(...(await applyChunk(ports, leaving, { ...application, answers })));
  }
  return done;
}

type SingleAct = Omit<PlannedAct, 'action'> & { readonly action: Exclude<Act, 'remove'> };

function partition(acts: readonly PlannedAct[]): readonly [readonly PlannedAct[], readonly SingleAct[]] {
  const isSingle = (act: PlannedAct): act is PlannedAct & SingleAct => act.action !== 'remove';
  return [acts.filter((act) => !isSingle(act)), acts.filter(isSingle)];
}

interface ChunkApplication extends Application {
  /** Makes the acts, and returns an answer for each, in order. */
  readonly answers: () => Promise<readonly ActAnswer[]>;
}

async function applyChunk(
  ports: HasAuditWriter & HasClock,
  acts: readonly PlannedAct[],
  { context, fence, answers: makeAll }: ChunkApplication,
): Promise<readonly PlannedAct[]> {
  await fence.hold();
  const before = { ...context, at: await ports.clock.now() };
  const intents = await ports.audit.append(
    acts.map((act) => actIntended(before, act)),
    { stillMay: fence.hold },
  );

  const answers = await makeAll();

  const after = { ...context, at: await ports.clock.now() };
  await ports.audit.append(
    acts.map((act, index) => {
      const { outcome, reason } = answers[index] ?? NO_ANSWER;
      const intent = intents[index];
      return actAnswered(after, { ...act, outcome, reason, intent: intent === undefined ? '' : recordId(intent) });
    }),
    // The evaluation that has taken over has recorded the outcomes already: a second one would contradict it.
    { stillMay: fence.hold },
  );
  return acts.map((act, index) => ({ ...act, outcome: (answers[index] ?? NO_ANSWER).outcome }));
}

const NO_ANSWER: ActAnswer = { outcome: 'unknown', reason: 'no answer' };

async function actOnEach(
  ports: HasNodeActs,
  acts: readonly SingleAct[],
  { context, fence }: Application,
): Promise<readonly ActAnswer[]> {
  const limit = pLimit(AT_ONCE);
  const work = acts.map((act) =>
    limit(async () => {
      await fence.hold();
      return actOnce(ports, act, { ...context, stillMay: fence.hold });
    }),
  );
  // If the right is lost or cannot be renewed, the requests in progress are awaited first.
  await Promise.allSettled(work);
  return Promise.all(work);
}

async function actOnce(
  { batch }: HasNodeActs,
  { node: nodeId, action, tasks = 'taskcompletion' }: SingleAct,
  { pool, correlation, stillMay }: Omit<EvaluationContext, 'at'> & { readonly stillMay: StillMay },
): Promise<ActAnswer> {
  const node = { ...pool, nodeId };
  try {
    switch (action) {
      case 'start':
        return await batch.startNode(node, correlation, stillMay);
      case 'deallocate':
        return await batch.deallocateNode(node, { correlation, tasks, stillMay });
      case 'quarantine':
        return await batch.disableScheduling(node, correlation, stillMay);
      case 'reboot':
      case 'reimage':
        return await batch.repairNode(node, { repair: action, correlation, stillMay });
    }
  } catch (error) {
    return { outcome: 'failed', reason: describeError(error) };
  }
}
