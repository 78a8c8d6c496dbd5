import { odata, TableClient } from '@azure/data-tables';
import pLimit from 'p-limit';
import { createBatchClient } from '../../src/adapters/batch/client/batch-client.ts';
import { NODE_MEMBERS } from '../../src/adapters/batch/from-wire/from-wire-node.ts';
import { POOL_MEMBERS } from '../../src/adapters/batch/from-wire/from-wire-pool.ts';
import type { Services } from './services.ts';

/** As many as the host evaluates at the same moment: batchSize and newBatchThreshold of host.json. */
export const AT_ONCE = 24;

/** What a tick compares. */
const STATE_MEMBERS = ['poolId', 'tick', 'nextLook', 'acting', 'hasPendingOperations', 'sibling', 'fingerprint0'];

/** What somebody would write who only wants the same pages: the same SDKs, nothing decided, nothing kept. */
export class BareClient {
  readonly #services: Services;
  readonly #table: TableClient;
  readonly #states: TableClient;
  readonly #clients: ReadonlyMap<string, ReturnType<typeof createBatchClient>>;

  constructor(services: Services) {
    this.#services = services;
    const { connectionString, emulator: endpoint, accountKey: key, accounts } = services;
    const tableNamed = (name: string) =>
      TableClient.fromConnectionString(connectionString, name, { allowInsecureConnection: true });
    this.#table = tableNamed('Bare');
    this.#states = tableNamed('PoolState');
    const apiVersion = '2025-06-01';
    this.#clients = new Map(
      accounts.map((account) => [account, createBatchClient({ account, endpoint, apiVersion, credential: { key } })]),
    );
  }

  /** What a tick reads of all accounts. */
  async fetchCounts(): Promise<void> {
    await Promise.all(
      this.#services.accounts.flatMap((account) => [
        this.#fetchAll(account, '/pools', POOL_MEMBERS),
        this.#fetchAll(account, '/nodecounts'),
      ]),
    );
  }

  /** The nodes of every pool; with `visit`, whatever belongs to a pool once they are there. */
  async fetchNodes(
    pools: number,
    visit: (account: string, pool: string) => Promise<unknown> = async () => undefined,
  ): Promise<void> {
    const all = this.#services.accounts.flatMap((account) =>
      Array.from({ length: pools }, (_, index) => ({ account, pool: `pool-${index}` })),
    );
    await pLimit(AT_ONCE).map(all, async ({ account, pool }) => {
      await this.#fetchAll(account, `/pools/${pool}/nodes`, NODE_MEMBERS);
      await visit(account, pool);
    });
  }

  /** Takes the states that the app has kept over into a table of its own, so that rows of the same size are read and written. */
  async copyStates(): Promise<void> {
    await this.#table.createTable();
    for await (const { etag: _, timestamp: __, partitionKey = '', rowKey = '', ...row } of this.#states.listEntities())
      await this.#table.upsertEntity({ partitionKey, rowKey, ...row }, 'Replace');
  }

  /** What a tick needs although it decides nothing: the pages, the states of all pools and the row of the last tick; then it writes its own. */
  async fetchAndNote(): Promise<void> {
    const [, row] = await Promise.all([
      this.fetchCounts(),
      this.#states.getEntity('_', 'last-tick'),
      ...this.#services.accounts.map((account) => this.#fetchStates(account)),
    ]);
    const { etag: _, timestamp: __, partitionKey = '', rowKey = '', ...last } = row;
    await this.#table.upsertEntity({ partitionKey, rowKey, ...last }, 'Replace');
  }

  async #fetchStates(account: string): Promise<void> {
    const filter = odata`PartitionKey eq ${account}`;
    for await (const _ of this.#states.listEntities({ queryOptions: { filter, select: [...STATE_MEMBERS] } }));
  }

  /** Reads one entity and writes it back over the one that was read. */
  async touch(account: string, pool: string): Promise<void> {
    const { etag, timestamp: _, partitionKey = '', rowKey = '', ...row } = await this.#table.getEntity(account, pool);
    await this.#table.updateEntity({ partitionKey, rowKey, ...row }, 'Replace', { etag });
  }

  async #fetchAll(account: string, path: string, members?: string): Promise<void> {
    const client = this.#clients.get(account);
    const queryParameters = members === undefined ? {} : { $select: members };
    let next: string | undefined = path;
    while (next !== undefined && client !== undefined) {
      const { body } = await client.pathUnchecked(next).get(next === path ? { queryParameters } : {});
      next = (body as { 'odata.nextLink'?: string })['odata.nextLink'];
    }
  }
}
