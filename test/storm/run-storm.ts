import { QueueClient } from '@azure/storage-queue';
import { type Chance, chanceFrom } from '../../src/emulator/world/chance.ts';
import type { JournalEntry } from '../../src/emulator/world/journal.ts';
import { breachesAtEnd } from './storm-end.ts';
import { breachesOf } from './storm-laws.ts';
import { drawPools, type StormPool } from './storm-pools.ts';
import { drawStep, type StormStep } from './storm-steps.ts';
import { type Station, type StormSystem, startSystem } from './storm-system.ts';

/** What a storm came to. */
export interface StormRun {
  readonly seed: number;
  readonly steps: number;
  readonly kills: number;
  readonly acts: number;
  readonly requests: number;
  /** What broke a law; empty where none was. */
  readonly breaches: readonly string[];
  /** What happened, as JSON, one step a line. */
  readonly script: readonly string[];
}

export interface StormOptions {
  readonly seed: number;
  readonly steps: number;
  /** Hears of each step before it is made. */
  readonly onStep?: (step: StormStep, number: number) => void;
}

/** Attacks two apps until so many steps were made or a law is broken; then everything is healed, and has to come to rest. */
export async function runStorm({ seed, steps, onStep }: StormOptions): Promise<StormRun> {
  const system = await startSystem(seed);
  const storm = new Storm(system, chanceFrom(seed));
  try {
    await storm.begin();
    for (let number = 1; number <= steps && storm.breaches.length === 0; number += 1) {
      const step = storm.draw();
      onStep?.(step, number);
      await storm.make(step);
    }
    if (storm.breaches.length === 0) await storm.end();
    const { script, kills, acts, byHand, breaches } = storm;
    return { seed, steps: script.length, kills, acts, requests: byHand.size, breaches, script };
  } finally {
    await system.close();
  }
}

const POOLS = 3;
/** Minutes in which everything has to come to rest once nothing goes wrong any more; it is looked at from the first on, every so often. */
const QUIET = { first: 20, every: 10, most: 150 };

class Storm {
  readonly script: string[] = [];
  readonly breaches: string[] = [];
  /** Requests of people by correlation, and how many nodes they are for. */
  readonly byHand = new Map<string, number | undefined>();
  kills = 0;
  readonly #system: StormSystem;
  readonly #chance: Chance;
  readonly #pools: readonly StormPool[];
  readonly #journal: JournalEntry[] = [];
  readonly #nodes = new Map<string, readonly string[]>();
  #last = 0;
  #tasks = 0;

  constructor(system: StormSystem, chance: Chance) {
    this.#system = system;
    this.#chance = chance;
    this.#pools = drawPools(chance, POOLS);
  }

  get acts(): number {
    return this.#journal.filter((entry) => entry.kind === 'request').length;
  }

  draw(): StormStep {
    return drawStep(this.#chance, POOLS);
  }

  async begin(): Promise<void> {
    const { account, stations } = this.#system;
    for (const { id, size, schedule, policy } of this.#pools) {
      const nodes = await account.createIdlePool(id, { dedicated: size });
      this.#nodes.set(
        id,
        nodes.map((node) => node.id),
      );
      await account.createJob(`job-${id}`, id);
      await this.#put(stations[0], `schedules/${id}`, schedule);
      await this.#put(stations[0], `policies/${id}`, policy);
    }
  }

  async #put(station: Station | undefined, path: string, body: object): Promise<void> {
    const { ok, status, text } = await this.#send(station, 'PUT', path, body);
    if (!ok) throw new Error(`PUT ${path}: ${status} ${text}`);
  }

  async #send(station: Station | undefined, method: string, path: string, body?: object) {
    const headers = { 'content-type': 'application/json', 'x-functions-key': 'storm', 'if-none-match': '*' };
    const init = { method, headers, ...(body !== undefined && { body: JSON.stringify(body) }) };
    const response = await fetch(`${station?.app.url}/api/${path}`, init);
    return { ok: response.ok, status: response.status, text: await response.text() };
  }

  async make(step: StormStep): Promise<void> {
    this.script.push(JSON.stringify(step));
    await this.#make(step);
    await this.#look();
  }

  async #make(step: StormStep): Promise<void> {
    const { account, stations } = this.#system;
    switch (step.kind) {
      case 'minutes':
        await account.advance(`PT${step.minutes}M`);
        return this.#settle(step.apps);
      case 'tasks':
        return this.#addTasks(step);
      case 'batch-fault':
        return void (await account.control<unknown>('POST', 'faults', step.fault));
      case 'storage-fault':
        return stations[step.app]?.storage.inject(step.fault);
      case 'kill':
        return this.#aim(step);
      case 'request':
        return this.#ask(step);
      case 'somebody':
        return this.#meddle(step);
      case 'garbage':
        return this.#litter(step);
    }
  }

  async #settle(apps: readonly number[]): Promise<void> {
    const stations = apps.flatMap((app) => this.#system.stations[app] ?? []);
    await Promise.all(stations.map(({ app }) => app.settle()));
    for (const { app } of stations) if (!app.isAlive) await app.start();
  }

  async #addTasks({ pool, count, seconds }: StormStep & { readonly kind: 'tasks' }): Promise<void> {
    const ids = Array.from({ length: count }, () => `t${this.#tasks++}`);
    await this.#system.account.addTasks(`job-${this.#pools[pool]?.id}`, ids, seconds);
  }

  /** The app dies at one of its next requests: before it is passed on. */
  #aim({ app, where, after }: StormStep & { readonly kind: 'kill' }): void {
    const station = this.#system.stations[app];
    if (station === undefined) return;
    let left = after;
    const target = station[where];
    target.onPassing = () => {
      left -= 1;
      if (left >= 0) return undefined;
      target.onPassing = () => undefined;
      this.kills += 1;
      station.app.kill();
      // Nobody waits for what a dead process has asked; it does not arrive.
      return where === 'storage' && after % 2 === 0 ? undefined : new Promise<void>(() => undefined);
    };
  }

  async #ask({ app, pool, action, count }: StormStep & { readonly kind: 'request' }): Promise<void> {
    const station = this.#system.stations[app];
    const path = `accounts/demo/pools/${this.#pools[pool]?.id}/${action}`;
    const until = this.#system.account.emulator.clock.now().add({ minutes: 30 }).toString();
    const body = { ...(count === undefined ? { all: true } : { count }), reason: 'a storm', until };
    const answer = await this.#send(station, 'POST', path, body).catch(() => undefined);
    if (station?.app.isAlive === false) await station.app.start();
    const { correlation } = answer?.status === 202 ? (JSON.parse(answer.text) as { correlation: string }) : {};
    if (correlation !== undefined) this.byHand.set(correlation, count);
  }

  async #meddle({ pool, node }: StormStep & { readonly kind: 'somebody' }): Promise<void> {
    const id = this.#pools[pool]?.id ?? '';
    const nodes = this.#nodes.get(id) ?? [];
    await this.#system.account
      .call('POST', `/pools/${id}/nodes/${nodes[node % nodes.length]}/start`)
      .catch(() => undefined);
  }

  async #litter({ queue }: StormStep & { readonly kind: 'garbage' }): Promise<void> {
    const client = new QueueClient(this.#system.storage, queue);
    await client.createIfNotExists();
    await client.sendMessage(Buffer.from('{"neither":"a message"').toString('base64'));
  }

  /** Reads on in the journal, and holds the laws against it. */
  async #look(): Promise<void> {
    for (;;) {
      const page = await this.#system.account.control<{ entries: readonly JournalEntry[] }>(
        'GET',
        `journal?after=${this.#last}&limit=10000`,
      );
      this.#journal.push(...page.entries.filter(isOfInterest));
      this.#last = page.entries.at(-1)?.number ?? this.#last;
      if (page.entries.length < 10_000) break;
    }
    this.breaches.push(...breachesOf(this.#journal, this.#pools, this.byHand));
  }

  /** Nothing goes wrong any more. */
  async end(): Promise<void> {
    const { account, stations } = this.#system;
    await account.control('DELETE', 'faults');
    for (const station of stations) {
      station.storage.heal();
      station.storage.onPassing = () => undefined;
      station.batch.onPassing = () => undefined;
    }
    let left: readonly string[] = [];
    for (let minute = 1; minute <= QUIET.most; minute += 1) {
      await account.advance('PT1M');
      await this.#settle([0, 1]);
      if (minute < QUIET.first || minute % QUIET.every !== 0) continue;
      await this.#look();
      left = await breachesAtEnd(this.#system, { pools: this.#pools, journal: this.#journal, byHand: this.byHand });
      if (left.length === 0) break;
    }
    this.breaches.push(...left);
  }
}

function isOfInterest(entry: JournalEntry): boolean {
  return entry.kind !== 'request' || (entry.operation.startsWith('Nodes_') && entry.method === 'POST');
}
