import { Temporal } from 'temporal-polyfill';
import { batchAccounts } from '../../src/adapters/batch/batch-accounts.ts';
import { callCounter } from '../../src/adapters/batch/client/call-counter.ts';
import { readConfig } from '../../src/config/config.ts';
import { type Emulator, startEmulator } from '../../src/emulator/start-emulator.ts';
import type { JournalEntry } from '../../src/emulator/world/journal.ts';
import { USUAL_NODE_TIMES } from '../../src/replay/start-times.ts';
import { EmulatedAccount } from '../support/emulated-account.ts';
import type { MemoryWorld } from '../support/memory-ports.ts';
import { type MonthJob, POOLS, SCHEDULES, taskIds } from './month-work.ts';

/** A Sunday. */
const BEGINNING = Temporal.Instant.from('2026-03-01T00:00:00Z');
/** Some hours of requests and changes are some ten thousand entries. */
const JOURNAL_CAPACITY = 100_000;

/** An emulated account with the pools and job schedules of a month, whose clock stands until it is moved. */
export class MonthAccount {
  readonly #emulator: Emulator;
  readonly #account: EmulatedAccount;
  readonly #calls = callCounter();
  #lastNumber = 0;

  private constructor(emulator: Emulator, account: EmulatedAccount) {
    this.#emulator = emulator;
    this.#account = account;
  }

  static async start(seed: number): Promise<MonthAccount> {
    const { startMedianS, startSpread, deallocateS } = USUAL_NODE_TIMES;
    const seconds = (count: number) => Temporal.Duration.from({ seconds: count });
    const emulator = await startEmulator({
      ...{ port: 0, speed: 0, start: BEGINNING, seed, journalCapacity: JOURNAL_CAPACITY },
      latencies: {
        start: { median: seconds(startMedianS), sigma: startSpread },
        deallocate: { median: seconds(deallocateS), sigma: 0 },
      },
    });
    const month = new MonthAccount(emulator, await EmulatedAccount.on(emulator));
    for (const [pool, nodes] of Object.entries(POOLS))
      await month.#expect(201, month.#account.createPool(pool, { dedicated: nodes }));
    for (const { id, pool, everyS } of SCHEDULES)
      await month.#post('/jobschedules', {
        id,
        schedule: { doNotRunUntil: month.instantAt(everyS).toString(), recurrenceInterval: `PT${everyS}S` },
        jobSpecification: { poolInfo: { poolId: pool } },
      });
    return month;
  }

  get now(): Temporal.Instant {
    return this.#emulator.clock.now();
  }

  /** So many seconds after the month began. */
  instantAt(seconds: number): Temporal.Instant {
    return BEGINNING.add({ seconds });
  }

  advanceTo(seconds: number): void {
    this.#emulator.clock.jumpTo(this.instantAt(seconds));
  }

  /** As the app reaches it, over HTTP. */
  batch(): MemoryWorld['batch'] {
    const { name, key } = this.#emulator.account;
    const config = readConfig({
      AzureWebJobsStorage: 'UseDevelopmentStorage=true',
      BATCH_ACCOUNTS: JSON.stringify([{ name, endpoint: this.#emulator.url, resourceId: this.#account.resourceId }]),
      ARM_ENDPOINT: this.#emulator.url,
      BATCH_ACCOUNT_KEYS: JSON.stringify({ [name]: key }),
    });
    const noToken = () => {
      throw new Error('The account has a key.');
    };
    return batchAccounts({ ...config, countCalls: this.#calls.policy }, noToken);
  }

  /** Requests of the app since the last time. */
  takeCalls(): number {
    return Object.values(this.#calls.take().calls).reduce((sum, count) => sum + count, 0);
  }

  /** Adds the tasks of a job, which ends with the last of them; the jobs of a schedule are there already. */
  async submit({ id, pool, schedule, stages }: MonthJob): Promise<void> {
    if (schedule === undefined)
      await this.#post('/jobs', { id, poolInfo: { poolId: pool }, usesTaskDependencies: stages.length > 1 });
    const value = stages.flatMap((stage, place) => {
      const before = stages[place - 1];
      return taskIds(stage).map((task) => ({
        id: task,
        commandLine: `sleep ${stage.seconds}`,
        ...(before !== undefined && { dependsOn: { taskIds: taskIds(before) } }),
      }));
    });
    await this.#expect(200, this.#account.call('POST', `/jobs/${id}/addtaskcollection`, { value }));
    await this.#expect(200, this.#account.call('PATCH', `/jobs/${id}`, { onAllTasksComplete: 'terminatejob' }));
  }

  /** What the journal has to say since the last time, without the requests that only read. */
  async takeJournal(): Promise<readonly JournalEntry[]> {
    const { entries } = await this.#account.control<{ entries: readonly JournalEntry[] }>(
      'GET',
      `journal?limit=${JOURNAL_CAPACITY}&after=${this.#lastNumber}`,
    );
    this.#lastNumber = entries.at(-1)?.number ?? this.#lastNumber;
    return entries.filter((entry) => entry.kind !== 'request' || entry.method !== 'GET');
  }

  async #post(path: string, body: object): Promise<void> {
    await this.#expect(201, this.#account.call('POST', path, body));
  }

  async #expect(status: number, answering: ReturnType<EmulatedAccount['call']>): Promise<void> {
    const answer = await answering;
    if (answer.status !== status && answer.status !== 200)
      throw new Error(`${answer.status} ${JSON.stringify(answer.body)}`);
  }

  close(): Promise<void> {
    return this.#emulator.close();
  }
}
