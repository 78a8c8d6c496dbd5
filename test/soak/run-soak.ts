import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { evaluatePool } from '../../src/app/evaluation/evaluate-pool.ts';
import { evaluatePools } from '../../src/app/evaluation/evaluate-pools.ts';
import type { StoredDocument } from '../../src/ports/documents.ts';
import { MemoryPorts } from '../support/memory-ports.ts';
import { soakBatch } from './soak-batch.ts';
import { SoakPool } from './soak-pool.ts';

/** What there was at the end of a part of a soak. */
export interface SoakPart extends ReturnType<MemoryPorts['retained']> {
  readonly minutes: number;
  readonly evaluations: number;
  readonly acts: number;
  /** Records whose chains were checked. */
  readonly records: number;
  readonly faults: readonly string[];
  /** In use once everything was collected that could be; in MiB. */
  readonly heap: number;
}

const KINDS = ['office', 'idle', 'work', 'ahead', 'guard'] as const;
const POOLS_OF_A_KIND = 4;
const DAY = 1440;
const KEPT_DAYS = 60;

const POLICIES: Readonly<Record<(typeof KINDS)[number], object>> = {
  office: { schedules: ['hours'] },
  idle: { idle: { timeout: 'PT20M', keep: 1 } },
  work: { idle: { timeout: 'PT10M', keep: 0 }, demand: { startOnPending: true, headroom: '10%' } },
  ahead: { demand: { startOnPending: true }, forecast: { mode: 'enforce' } },
  guard: {
    ...{ schedules: ['hours'], manual: 'respect', idle: { timeout: 'PT15M', keep: 2 } },
    budget: { start: 2, deallocate: '25%', startPerHour: 6, deallocatePerHour: 6 },
  },
};

const HOURS = {
  id: 'hours',
  timeZone: 'Europe/Berlin',
  windows: [
    { name: 'weekdays', days: ['MON-FRI'], from: '08:00', to: '18:30', capacity: { min: 4 } },
    { name: 'nightly', cron: '0 2 * * *', duration: 'PT90M', capacity: { min: '50%' } },
  ],
  outside: { min: 0, max: 2 },
};

function documents(): readonly StoredDocument[] {
  const document = (kind: 'schedules' | 'policies', value: { readonly id: string }): StoredDocument => {
    const text = JSON.stringify(value);
    return { kind, id: value.id, version: '1', text, actor: 'soak' };
  };
  return [
    document('schedules', HOURS),
    ...KINDS.map((kind) => {
      const policy = { id: kind, pools: [`${kind}-*`], mode: 'enforce', ...POLICIES[kind] };
      return document('policies', policy);
    }),
  ];
}

/** How long a soak lasts, and after how many parts it says what is kept. */
export interface SoakLength {
  readonly seed: number;
  readonly minutes: number;
  readonly parts: number;
}

/** Runs 20 pools of all kinds for so many minutes in one process that is never started anew, and says after each part what it keeps. */
export async function* runSoak({ seed, minutes, parts }: SoakLength): AsyncGenerator<SoakPart> {
  const soak = new Soak(seed);
  for (let part = 1; part <= parts; part += 1) yield await soak.runUntil(Math.round((minutes * part) / parts));
}

class Soak {
  readonly #pools: readonly SoakPool[];
  readonly #kept: MemoryPorts;
  readonly #ports: ReturnType<MemoryPorts['build']>;
  #minutes = 0;
  #evaluations = 0;
  #acts = 0;
  #records = 0;

  constructor(seed: number) {
    this.#pools = KINDS.flatMap((kind, index) =>
      Array.from({ length: POOLS_OF_A_KIND }, (_, one) => new SoakPool(`${kind}-${one}`, seed + index * 100 + one)),
    );
    const clock = { now: async () => this.#first.world.instant };
    this.#kept = new MemoryPorts({ clock, batch: soakBatch(this.#pools), documents: documents() });
    this.#ports = this.#kept.build();
  }

  /** The clocks of all pools go alike. */
  get #first(): SoakPool {
    const [first] = this.#pools;
    if (first === undefined) throw new Error('A soak has pools.');
    return first;
  }

  async runUntil(end: number): Promise<SoakPart> {
    const faults: string[] = [];
    while (this.#minutes < end) {
      faults.push(...(await this.#minute()));
      this.#minutes += 1;
      if (this.#minutes % DAY === 0 || this.#minutes === end) faults.push(...this.#settle());
    }
    const [minutes, evaluations, acts, records] = [this.#minutes, this.#evaluations, this.#acts, this.#records];
    return { minutes, evaluations, acts, records, faults, heap: heapInUse(), ...this.#kept.retained() };
  }

  /** Gives what went wrong. */
  async #minute(): Promise<readonly string[]> {
    for (const pool of this.#pools) pool.minute();
    const { problems } = await evaluatePools(this.#ports);
    const requests = this.#kept.requests.splice(0);
    for (const request of requests) await evaluatePool(this.#ports, request);
    this.#evaluations += requests.length;
    return problems;
  }

  /** What the timers of a day do, and the check of what was written down. Gives what is wrong there. */
  #settle(): readonly string[] {
    const day = Math.floor(this.#first.world.now / 86_400_000);
    this.#kept.sweep(day - KEPT_DAYS);
    for (const pool of this.#pools) this.#acts += pool.takeActs();
    const { records, faults } = this.#kept.audit.check();
    this.#records += records;
    return faults;
  }
}

setFlagsFromString('--expose-gc');
const collect = runInNewContext('gc') as () => void;

function heapInUse(): number {
  collect();
  return process.memoryUsage().heapUsed / 2 ** 20;
}
