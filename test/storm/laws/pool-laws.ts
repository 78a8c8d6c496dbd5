import { Temporal } from 'temporal-polyfill';
import { BACK_OFF, SKEW, type StormPool } from '../storm-pools.ts';
import type { FailedStarts } from './failed-starts.ts';
import type { Fleets } from './fleets.ts';
import type { Testimony } from './step-laws.ts';
import type { WitnessedAct } from './witnessed-act.ts';

/** Budgets of an hour are held by clocks that are minutes apart: within so many minutes they hold by any clock. */
const HOUR_BY_ANY_CLOCK = 55;

type Done = Pick<WitnessedAct, 'action' | 'at' | 'correlation'>;

/** The laws for what changes the nodes of one pool, act by act. */
export class PoolLaws {
  readonly #pool: StormPool;
  readonly #fleets: Fleets;
  readonly #failedStarts: FailedStarts;
  readonly #testimony: Testimony;
  readonly #done: Done[] = [];
  /** What the policy itself has deallocated. */
  readonly #gone: WitnessedAct[] = [];

  constructor(
    pool: StormPool,
    { fleets, failedStarts }: { readonly fleets: Fleets; readonly failedStarts: FailedStarts },
    testimony: Testimony,
  ) {
    this.#pool = pool;
    this.#fleets = fleets;
    this.#failedStarts = failedStarts;
    this.#testimony = testimony;
  }

  /** What an act breaks that has just changed a node. */
  breachesOf(act: WitnessedAct): readonly string[] {
    this.#done.push(act);
    const { byHand, promises } = this.#testimony;
    const isByHand = byHand.has(act.correlation ?? '') || promises.mayBeByHand(this.#pool.id, act.at);
    return [...this.#hourBreaches(act), ...(isByHand ? [] : this.#ownBreaches(act))];
  }

  /** What a request breaks, whatever came of it: only after the deadline of a policy tasks are not waited for. */
  breachesOfAsking({ action, node, at, tasks }: WitnessedAct): readonly string[] {
    if (action !== 'deallocate' || tasks === 'taskcompletion') return [];
    const { hurry } = this.#pool;
    const since = this.#fleets.drainsSince(node);
    const waited = since?.until(at).total('minutes') ?? 0;
    const isMeant = hurry !== undefined && tasks === hurry.tasks && waited >= hurry.after - SKEW.clocks;
    return isMeant
      ? []
      : [`law 1: ${node} was to deallocate with ${tasks} at ${at}, ${waited} minutes after it began to`];
  }

  #ownBreaches(act: WitnessedAct): readonly string[] {
    return [
      ...this.#forbidden(act),
      ...this.#tooMany(act),
      ...(act.action === 'deallocate' ? [...this.#tooLow(act), ...this.#tooBold(act)] : []),
      ...(act.action === 'remove' ? this.#tooSmall(act) : []),
      ...(act.action === 'start' ? [...this.#haste(act), ...this.#outOfOrder(act)] : []),
    ];
  }

  #forbidden({ node, action, at }: WitnessedAct): readonly string[] {
    const { id } = this.#pool;
    const { promises } = this.#testimony;
    const what = `${action} of ${node} at ${at}`;
    return [
      ...(promises.isObserved(id, at) ? [`law 3: ${id} only observes: ${what}`] : []),
      ...(promises.isLeftAlone(id, at) ? [`law 3: ${id} was to be left alone: ${what}`] : []),
      ...(promises.isStopped(at) ? [`law 3: everything was stopped: ${what}`] : []),
    ];
  }

  /** More nodes than the budget of an evaluation. */
  #tooMany({ action, correlation }: WitnessedAct): readonly string[] {
    const most = this.#pool.budget[action];
    const count = this.#done.filter((done) => done.correlation === correlation && done.action === action).length;
    return count <= most ? [] : [`law 3: ${this.#pool.id}: ${count} times ${action} at once, of ${most}`];
  }

  #tooLow({ node, at }: WitnessedAct): readonly string[] {
    const pool = this.#pool;
    const ready = this.#fleets.ready(pool.id);
    // A node that is asked for where there are fewer is not there to be kept.
    const least = Math.min(this.#testimony.promises.lowestAt(pool, at), this.#fleets.size(pool.id));
    return ready >= least ? [] : [`law 3: ${pool.id} has ${ready} ready after ${node} at ${at}, of ${least}`];
  }

  /** More nodes than the canary, before one of them has shown deallocated. */
  #tooBold(act: WitnessedAct): readonly string[] {
    const { id, canary } = this.#pool;
    const isProven = this.#gone.some((one) => this.#fleets.hasGone(one));
    this.#gone.push(act);
    const going = this.#gone.filter(({ node }) => this.#fleets.drainsSince(node) !== undefined).length;
    return isProven || going <= canary ? [] : [`law 3: ${id} lets ${going} nodes go at first, of ${canary}`];
  }

  #tooSmall({ node, at }: WitnessedAct): readonly string[] {
    const { id, keeps } = this.#pool;
    const size = this.#fleets.size(id);
    if (keeps === undefined) return [`law 3: ${node} was removed from ${id} at ${at}, and nothing says so`];
    return size >= keeps ? [] : [`law 3: ${id} has ${size} nodes after ${node} at ${at}, and keeps ${keeps}`];
  }

  /** A node whose start has failed is not started again before half of its wait is over, whichever clock one goes by. */
  #haste({ node, at }: WitnessedAct): readonly string[] {
    const waited = this.#failedStarts.fellBackAt(node)?.until(at).total('minutes');
    if (waited === undefined || waited >= BACK_OFF / 2) return [];
    return [`law 10: ${node} was started ${waited} minutes after its start had failed`];
  }

  /** A node that was started before the pool that its own depends on had been ready. */
  #outOfOrder({ node, at }: WitnessedAct): readonly string[] {
    const { id, after } = this.#pool;
    if (after === undefined) return [];
    const since = at.subtract({ minutes: SKEW.standstill });
    const most = this.#fleets.mostReadySince(after.pool, since);
    return most >= after.ready ? [] : [`law 3: ${id} starts ${node} at ${at}, and ${after.pool} has ${most} ready`];
  }

  #hourBreaches({ action, at }: WitnessedAct): readonly string[] {
    const { id, perHour } = this.#pool;
    if (perHour === undefined || action === 'remove') return [];
    const since = at.subtract({ minutes: HOUR_BY_ANY_CLOCK });
    const done = this.#done.filter((one) => one.action === action && isAfter(one.at, since));
    if (done.length <= perHour) return [];
    const when = done.map((one) => `${one.at} of ${one.correlation}`).join(', ');
    return [`law 3: ${id}: ${done.length} times ${action} within an hour, of ${perHour}: ${when}`];
  }
}

function isAfter(a: Temporal.Instant, b: Temporal.Instant): boolean {
  return Temporal.Instant.compare(a, b) > 0;
}
