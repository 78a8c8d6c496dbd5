import { evaluatePool } from '../../src/app/evaluation/evaluate-pool.ts';
import { evaluatePools } from '../../src/app/evaluation/evaluate-pools.ts';
import { MemoryPorts } from '../support/memory-ports.ts';
import { MonthAccount } from './month-account.ts';
import type { Causes } from './month-causes.ts';
import { type Replayed, replayPool } from './month-replay.ts';
import { type Waits, waitsIn } from './month-waits.ts';
import { MonthWitness, type Span } from './month-witness.ts';
import { DAY_S, HOUR_S, type Kind, type MonthJob, POOLS, workOf } from './month-work.ts';

/** How long a month is, and how many hours of it are for learning: they are not counted. */
export interface MonthLength {
  readonly seed: number;
  readonly days: number;
  readonly learningHours: number;
}

/** What a pool has cost, in hours of nodes, and how long its tasks waited. */
export interface PoolMonth {
  readonly pool: string;
  readonly nodeHours: number;
  readonly causes: Causes;
  readonly alwaysOnHours: number;
  readonly starts: number;
  readonly waits: ReadonlyMap<Kind, Waits>;
  readonly replayed: Replayed;
}

/** What a month has come to. */
export interface MonthReport {
  readonly pools: readonly PoolMonth[];
  readonly waits: ReadonlyMap<Kind, Waits>;
  /** Jobs of schedules, and those of them that found as many idle nodes as they have tasks. */
  readonly scheduledJobs: number;
  readonly scheduledJobsMet: number;
  readonly ticks: number;
  readonly calls: number;
  readonly records: number;
  /** What broke a law, or went wrong. */
  readonly faults: readonly string[];
}

/** How often the laws are checked. */
const SETTLING_S = DAY_S / 4;

const POLICY = {
  id: 'ahead',
  pools: ['*'],
  mode: 'enforce',
  canary: { share: '100%' },
  demand: { startOnPending: true },
  forecast: { mode: 'enforce' },
};

/** Runs the decisions of the timer over an emulated account for some days, and measures by the emulator's journal. */
export async function runMonth(length: MonthLength): Promise<MonthReport> {
  const account = await MonthAccount.start(length.seed);
  try {
    return await new Month(account, length).run();
  } finally {
    await account.close();
  }
}

class Month {
  readonly #length: MonthLength;
  readonly #account: MonthAccount;
  readonly #jobs: readonly MonthJob[];
  readonly #witness: MonthWitness;
  readonly #kept: MemoryPorts;
  readonly #ports: ReturnType<MemoryPorts['build']>;
  readonly #faults: string[] = [];
  #nextJob = 0;
  #records = 0;

  constructor(account: MonthAccount, length: MonthLength) {
    this.#account = account;
    this.#length = length;
    this.#jobs = workOf(length);
    this.#witness = new MonthWitness(account);
    this.#kept = new MemoryPorts({
      clock: { now: async () => account.now },
      batch: account.batch(),
      documents: [{ kind: 'policies', id: POLICY.id, version: '1', text: JSON.stringify(POLICY), actor: 'month' }],
    });
    this.#ports = this.#kept.build();
  }

  /** The last hour does not count: in it nodes are started for jobs that come after the end. */
  async run(): Promise<MonthReport> {
    const endS = this.#length.days * DAY_S;
    for (let atS = 60; atS <= endS; atS += 60) {
      await this.#submitUntil(atS);
      this.#account.advanceTo(atS);
      await this.#tick();
      if (atS % SETTLING_S === 0 || atS === endS) await this.#settle(atS);
    }
    return this.#report({ fromS: this.#length.learningHours * HOUR_S, untilS: endS - HOUR_S });
  }

  /** Work comes at its second, between the ticks. */
  async #submitUntil(atS: number): Promise<void> {
    for (let job = this.#jobs[this.#nextJob]; job !== undefined && job.atS < atS; job = this.#jobs[++this.#nextJob]) {
      this.#account.advanceTo(job.atS);
      await this.#account.submit(job);
    }
  }

  async #tick(): Promise<void> {
    const { problems } = await evaluatePools(this.#ports);
    this.#faults.push(...problems);
    for (const request of this.#kept.requests.splice(0)) await evaluatePool(this.#ports, request);
  }

  /** What the timers of a day do, and the laws of the records and of the journal since the last time. */
  async #settle(atS: number): Promise<void> {
    const journal = await this.#account.takeJournal();
    this.#faults.push(...this.#witness.hear(journal, this.#kept.audit.records));
    const { records, faults } = this.#kept.audit.check();
    this.#records += records;
    this.#faults.push(...faults);
    this.#kept.sweep(Math.floor(this.#account.instantAt(atS).epochMilliseconds / 86_400_000) - 60);
  }

  #report(span: Span): MonthReport {
    const scheduled = this.#jobs.filter(({ schedule, atS }) => schedule !== undefined && atS >= span.fromS);
    return {
      pools: Object.entries(POOLS).map(([pool, nodes]) => this.#poolMonth(pool, nodes, span)),
      waits: waitsIn(this.#jobs, this.#witness, span),
      scheduledJobs: scheduled.length,
      scheduledJobsMet: scheduled.filter((job) => this.#isMet(job)).length,
      ticks: this.#length.days * 1440,
      calls: this.#account.takeCalls(),
      records: this.#records,
      faults: this.#faults,
    };
  }

  #isMet({ pool, atS, stages }: MonthJob): boolean {
    return this.#witness.idleAt(pool, atS) >= (stages[0]?.tasks ?? 0);
  }

  #poolMonth(pool: string, nodes: number, span: Span): PoolMonth {
    const jobs = this.#jobs.filter((job) => job.pool === pool);
    const starts = this.#witness.starts.get(pool) ?? [];
    const causes = this.#witness.causes(pool, span);
    return {
      pool,
      nodeHours: Object.values(causes).reduce((sum, hours) => sum + hours, 0),
      causes,
      alwaysOnHours: (nodes * (span.untilS - span.fromS)) / 3600,
      starts: starts.filter((atS) => atS >= span.fromS).length,
      waits: waitsIn(jobs, this.#witness, span),
      replayed: replayPool(jobs, nodes, { ...span, seed: this.#length.seed, account: this.#account }),
    };
  }
}
