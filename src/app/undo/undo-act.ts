import type { AuditRecord } from '../../core/audit/record.ts';
import { groupsOf } from '../../core/groups-of.ts';
import type { PowerAct } from '../../core/pool/act.ts';
import { counted } from '../../core/text/counted.ts';
import { isBefore } from '../../core/time/instants.ts';
import { MOST_NAMED } from '../../documents/fields/node-choice.ts';
import type { RequestName } from '../../ports/act-queue.ts';
import type { HasAuditReader } from '../../ports/audit.ts';
import type { HasPause } from '../../ports/clock.ts';
import { AppError, FenceLost } from '../../ports/errors.ts';
import type { HasNewCorrelation } from '../../ports/names.ts';
import { giveUpRequest } from '../acts/give-up-request.ts';
import { nodesHeldFor, releaseRequest } from '../acts/release-request.ts';
import { type RequestActPorts, requestAct } from '../acts/request-act.ts';
import { recordsOf } from '../audit/records-of.ts';
import { effectOfAct } from '../effects/effect-of-act.ts';
import type { RecoverPoolPorts } from '../evaluation/recover-pool.ts';
import type { LookAtPoolPorts } from '../pools/look-at-pool.ts';
import { notUndoable, poolIn, type Reversal } from './reversal.ts';

/** The ports that undoAct uses. */
type UndoActPorts = LookAtPoolPorts & RequestActPorts & RecoverPoolPorts & HasNewCorrelation & HasPause;

/**
 * Ends a request of a person that still waits, so that it acts on no further node; requests the opposite for the nodes that
 * Batch accepted; and leaves the nodes to the rules that were as the request wanted them. Not included are nodes that have left
 * the pool, and those that anybody or anything has started or deallocated since: what the request did to them is over.
 * @throws AppError InvalidRequest if it has ended and no node was accepted, or none is left; DocumentChanged if all of them were
 * acted on since, or if another process keeps the request from being ended
 */
export async function undoAct(ports: UndoActPorts, record: AuditRecord, actor: string): Promise<Reversal> {
  const asked: PowerAct = record.action === 'start.requested' ? 'start' : 'deallocate';
  const request = { pool: poolIn(record), action: asked, actor: record.actor, correlation: record.correlation };
  const made = { ...request, at: record.at };
  const [isOpen, found] = [await isWaiting(ports, request), await nodesToTakeBack(ports, record, asked)];
  const heldBeside = async ({ ids }: TakenNodes) =>
    (await nodesHeldFor(ports, made)).filter((id) => !ids.includes(id)).length;
  const held = await heldBeside(found);
  if (!isOpen && held === 0) requireSome(found);
  const action: PowerAct = asked === 'start' ? 'deallocate' : 'start';
  const common = { pool: request.pool, action, until: undefined, actor, at: await ports.clock.now() };
  const opposite = { ...common, reason: `undoes what was requested at ${record.at}` };
  const { ids } = found;
  return {
    says: [
      ...(isOpen ? ['the request ends'] : []),
      ...(ids.length > 0 ? [say(action, found)] : []),
      ...(held > 0 ? [sayHeld(asked, held)] : []),
    ].join('; '),
    effect: async () =>
      ids.length === 0
        ? { ...NO_EFFECT, at: common.at }
        : effectOfAct(ports, { ...opposite, nodes: { kind: 'named', ids } }),
    apply: async () => {
      const because = `undone by ${actor}`;
      if (isOpen) await tryFor(() => giveUpRequest(ports, request, because), ports);
      // Until its end it may have acted on more nodes.
      const left = isOpen ? await nodesToTakeBack(ports, record, asked) : found;
      if ((await heldBeside(left)) > 0) await tryFor(() => releaseRequest(ports, made, { actor, because }), ports);
      // A request for all nodes or a number of them may have reached more than one request can name.
      for (const part of groupsOf(left.ids, MOST_NAMED)) {
        const nodes = { kind: 'named', ids: part } as const;
        await requestAct(ports, { ...opposite, nodes, correlation: ports.newCorrelation() });
      }
    },
  };
}

const NO_EFFECT = { says: 'No node has to change for it.', pools: [], acts: [], left: [], avoided: [], warnings: [] };

/** Has a request been accepted, and not ended? */
async function isWaiting(ports: UndoActPorts, { pool, action, correlation }: RequestName): Promise<boolean> {
  const { requests } = await ports.openRequests.list();
  if (!requests.some((one) => one.correlation === correlation)) return false;
  const records = await recordsOf(ports, pool, correlation);
  return !records.some((one) => one.action === `${action}.ended`);
}

/** A round of the request, or an evaluation of its pool, takes some seconds. */
const TRIES = 8;
const PAUSE_MS = 2_000;

async function tryFor(end: () => Promise<boolean>, { pause }: HasPause): Promise<void> {
  for (let tries = 1; tries <= TRIES; tries += 1) {
    if (await endsNow(end)) return;
    await pause(PAUSE_MS);
  }
  throw new AppError('DocumentChanged', STILL_ACTING);
}

const STILL_ACTING =
  'The request, or an evaluation, is acting on the pool at this moment: nothing was done. Undo it again in a minute.';

async function endsNow(end: () => Promise<boolean>): Promise<boolean> {
  try {
    return await end();
  } catch (error) {
    if (error instanceof FenceLost) return false;
    throw error;
  }
}

/** The nodes that a request has acted on. */
interface TakenNodes extends Counts {
  readonly took: number;
  /** Those that are asked for the opposite. */
  readonly ids: readonly string[];
}

async function nodesToTakeBack(ports: UndoActPorts, record: AuditRecord, asked: PowerAct): Promise<TakenNodes> {
  const tookAt = await nodesThatTook(ports, record, asked);
  const took = [...tookAt.keys()];
  const listed = new Set((await ports.batch.listNodes(poolIn(record)))?.map(({ id }) => id.toLowerCase()));
  const there = took.filter((id) => listed.has(id.toLowerCase()));
  const later = await nodesActedOnSince(ports, record, tookAt);
  const ids = there.filter((id) => !later.has(id));
  return {
    took: took.length,
    ids,
    asked: ids.length,
    gone: took.length - there.length,
    kept: there.length - ids.length,
  };
}

function requireSome({ took, gone, asked }: TakenNodes): void {
  if (took === 0) throw notUndoable('no node took the request, so far as is known');
  if (took === gone) throw notUndoable('no node that took the request is in the pool any more');
  if (asked === 0) throw new AppError('DocumentChanged', ALL_CHANGED);
}

interface Counts {
  readonly asked: number;
  /** Have left the pool. */
  readonly gone: number;
  /** Were acted on since. */
  readonly kept: number;
}

function say(action: PowerAct, { asked, gone, kept }: Counts): string {
  const left = gone === 0 ? '' : `; ${counted(gone, 'has', 'have')} left the pool`;
  const stay =
    kept === 0 ? '' : `; ${counted(kept, 'stays, as it was', 'stay, as they were')} started or deallocated since`;
  return `${counted(asked, 'node is', 'nodes are')} asked to ${action}${left}${stay}`;
}

const ALL_CHANGED =
  'Every node that took the request was started or deallocated since: nothing was done. Undo a later request first, or act by hand.';

const POWER = ['start', 'deallocate', 'node.manual-start', 'node.manual-deallocate'];

/**
 * The nodes that were started or deallocated after they took a request: for another request, by a policy, or by somebody else.
 * The opposite of what the request did would be an act of its own there, for example on a node that a schedule has started.
 */
async function nodesActedOnSince(
  ports: HasAuditReader,
  record: AuditRecord,
  tookAt: ReadonlyMap<string, AuditRecord>,
): Promise<ReadonlySet<string>> {
  const { account, poolId } = poolIn(record);
  const isSince = (one: AuditRecord) => {
    const took = tookAt.get(one.subject.node ?? '');
    const isOther = one.phase !== 'outcome' && one.correlation !== record.correlation;
    return took !== undefined && isOther && isLater(one, took);
  };
  const since = new Set<string>();
  for (const action of tookAt.size === 0 ? [] : POWER) {
    const filter = { account, pool: poolId, action, from: record.at };
    for await (const page of ports.audit.stream(filter))
      for (const { subject } of page.filter(isSince)) since.add(subject.node ?? '');
  }
  return since;
}

/** Of two records of one time, the chain has the order. */
function isLater(one: AuditRecord, than: AuditRecord): boolean {
  return one.chain === than.chain ? one.number > than.number : isBefore(than.at, one.at);
}

/** The nodes that Batch accepted, with the records of that. */
async function nodesThatTook(
  ports: HasAuditReader,
  record: AuditRecord,
  asked: PowerAct,
): Promise<ReadonlyMap<string, AuditRecord>> {
  const records = await recordsOf(ports, poolIn(record), record.correlation);
  const took = records.filter(
    ({ action, phase, outcome }) => action === asked && phase === 'outcome' && outcome === 'accepted',
  );
  return new Map(took.flatMap((one) => (one.subject.node === undefined ? [] : [[one.subject.node, one] as const])));
}

function sayHeld(asked: PowerAct, nodes: number): string {
  return `${counted(nodes, 'node is', 'nodes are')} no longer kept ${asked === 'start' ? 'on' : 'off'}`;
}
