import { setTimeout } from 'node:timers/promises';
import { Temporal } from 'temporal-polyfill';
import type { Ports } from '../../src/app/ports.ts';
import { compose } from '../../src/composition.ts';
import { readConfig } from '../../src/config/config.ts';
import type { EmulatorOptions } from '../../src/emulator/start-emulator.ts';
import { EmulatedAccount } from './emulated-account.ts';
import { begun, fixture } from './fixture.ts';
import { TestStorage } from './local-storage.ts';

const TABLES = [
  'Audit',
  'Deliveries',
  'Demand',
  'Claims',
  'Overrides',
  'Policies',
  'PoolState',
  'Rules',
  'Schedules',
  'Subscriptions',
];

/**
 * The app as it is composed, over a real Azurite and an emulated account whose clock stands at `NOON` until it is moved.
 * The storage is made once for a file of tests; `begin` gives each test an account of its own, and empty tables.
 */
export class TestSystem {
  #storage: TestStorage | undefined;
  #account: EmulatedAccount | undefined;
  #ports: Ports | undefined;

  /** A system for the tests of a file, or of a block: each of them begins with an account of its own and empty tables. */
  static forEachTest(options: EmulatorOptions = {}): TestSystem {
    return fixture(new TestSystem(), { options, each: true });
  }

  /** A system that the tests of a file, or of a block, share. */
  static forAllTests(options: EmulatorOptions = {}): TestSystem {
    return fixture(new TestSystem(), { options, each: false });
  }

  get storage(): TestStorage {
    return begun(this.#storage);
  }

  get account(): EmulatedAccount {
    return begun(this.#account);
  }

  get ports(): Ports {
    return begun(this.#ports);
  }

  /** Another process of the app takes over. */
  set ports(ports: Ports) {
    this.#ports = ports;
  }

  async start(): Promise<void> {
    this.#storage = await TestStorage.start();
  }

  async begin(options: EmulatorOptions = {}): Promise<void> {
    await this.#account?.close();
    await Promise.all(TABLES.map((name) => this.#empty(name)));
    this.#account = await EmulatedAccount.start(options);
    this.#ports = this.compose();
  }

  async #empty(name: string): Promise<void> {
    const table = this.storage.table(name);
    await table.createTable();
    for await (const { partitionKey = '', rowKey = '' } of table.listEntities()) {
      await table.deleteEntity(partitionKey, rowKey);
    }
  }

  /**
   * The ports of another process of the same app: it shares the tables and the account, and remembers nothing. The right to
   * act on a pool runs out by the account's clock as well, and so does what is done once, so that a test can move it.
   */
  compose(settings: Readonly<Record<string, string>> = {}): Ports {
    const { name, key } = this.account.emulator.account;
    // Reads of a throttled account wait for nothing: no test is to take seconds for it.
    const composed = compose(
      readConfig({
        AzureWebJobsStorage: this.storage.connectionString,
        BATCH_ACCOUNTS: JSON.stringify([{ name, endpoint: this.account.url, resourceId: this.account.resourceId }]),
        ARM_ENDPOINT: this.account.url,
        BATCH_ACCOUNT_KEYS: JSON.stringify({ [name]: key }),
        LAMPLIGHTER_CLOCK: `${this.account.url}/_emulator/clock`,
        LAMPLIGHTER_WALL_CLOCK: `${this.account.url}/_emulator/clock`,
        ...settings,
      }),
      async () => undefined,
    );
    return { ...composed, pause: (ms) => setTimeout(ms) };
  }

  async now(): Promise<Temporal.Instant> {
    const { now } = await this.account.control<{ now: string }>('GET', 'clock');
    return Temporal.Instant.from(now);
  }

  async close(): Promise<void> {
    await this.#account?.close();
    await this.#storage?.close();
  }
}
