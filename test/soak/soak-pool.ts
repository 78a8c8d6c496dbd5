import type { ActiveJob, JobWork } from '../../src/core/demand/job-work.ts';
import type { PoolFacts } from '../../src/core/pool/snapshot.ts';
import { type Chance, chanceFrom } from '../../src/emulator/world/chance.ts';
import { ModelWorld } from '../storm/model/world.ts';
import { aPoolFacts, NOON } from '../support/builders.ts';

/** A job as it really is: tasks that wait, and when those end that run. */
interface SoakJob {
  readonly jobId: string;
  waiting: number;
  ends: readonly number[];
  completed: number;
}

const NODES = 8;

/** A pool whose work comes and goes for years, with somebody who starts and stops nodes beside us. */
export class SoakPool {
  readonly facts: PoolFacts;
  readonly world: ModelWorld;
  readonly #chance: Chance;
  #jobs: SoakJob[] = [];
  #made = 0;

  constructor(poolId: string, seed: number) {
    this.facts = aPoolFacts({ account: 'demo', poolId });
    this.#chance = chanceFrom(seed);
    this.world = new ModelWorld(this.#chance, NODES, NOON.epochMilliseconds);
  }

  /** A minute passes: tasks end, others begin, now and then a job comes, and seldom somebody interferes. */
  minute(): void {
    this.world.advance(1);
    if (this.#chance.integer(1, 90) === 1) this.#submit();
    for (const job of this.#jobs) this.#run(job);
    this.#jobs = this.#jobs.filter(({ waiting, ends }) => waiting > 0 || ends.length > 0);
    if (this.#chance.integer(1, 2000) === 1) this.#interfere();
    this.world.failingStarts =
      this.#chance.integer(1, 5000) === 1 ? 30 : this.world.failingStarts && this.#chance.integer(0, 600) > 0 ? 30 : 0;
  }

  #submit(): void {
    this.#made += 1;
    const family = ['train', 'render', 'mesh'][this.#made % 3];
    this.#jobs.push({ jobId: `${family}-${this.#made}`, waiting: this.#chance.integer(1, 12), ends: [], completed: 0 });
  }

  #run(job: SoakJob): void {
    const { now } = this.world;
    const running = job.ends.filter((end) => end > now);
    job.completed += job.ends.length - running.length;
    const free = this.world.nodes.filter(({ state }) => state === 'idle').length;
    const begun = Array.from({ length: Math.min(free, job.waiting) }, () => this.#chance.integer(3, 40));
    for (const minutes of begun) this.world.land(minutes);
    job.waiting -= begun.length;
    job.ends = [...running, ...begun.map((minutes) => now + minutes * 60_000)];
  }

  #interfere(): void {
    const node = this.world.nodes[this.#chance.integer(0, NODES - 1)]?.id;
    if (node === undefined) return;
    const action = this.#chance.integer(0, 1) === 0 ? 'start' : 'deallocate';
    this.world.act({ node, action, correlation: 'somebody' });
  }

  jobs(): readonly ActiveJob[] {
    const { poolId } = this.facts;
    return this.#jobs.map(({ jobId }) => ({
      jobId,
      poolId,
      priority: 0,
      maxParallelTasks: undefined,
      usesTaskDependencies: false,
    }));
  }

  workOf(job: ActiveJob): JobWork | undefined {
    const found = this.#jobs.find(({ jobId }) => jobId === job.jobId);
    if (found === undefined) return undefined;
    const { waiting, ends, completed } = found;
    const load = (tasks: number) => ({ tasks, slots: tasks });
    return { ...job, active: load(waiting), running: load(ends.length), runnable: undefined, completed };
  }

  /** Acts of ours that took effect since the last time this was asked; the journal of them is thrown away. */
  takeActs(): number {
    const { journal } = this.world;
    return journal.splice(0).filter(({ correlation, tookEffect }) => correlation !== 'somebody' && tookEffect).length;
  }
}
