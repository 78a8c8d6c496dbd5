import { TableClient } from '@azure/data-tables';
import { tables } from '../../src/adapters/tables/storage/table.ts';
import type { StorageConfig } from '../../src/config/storage.ts';
import { type LocalStorage, startStorage } from '../../src/local/storage/start-storage.ts';

/** A real Azurite in this process, with nothing in it. */
export class TestStorage {
  readonly config: StorageConfig;
  readonly #storage: LocalStorage;

  private constructor(storage: LocalStorage) {
    this.#storage = storage;
    this.config = { kind: 'connection-string', connectionString: storage.connectionString };
  }

  static async start(folder?: string): Promise<TestStorage> {
    return new TestStorage(await startStorage({ folder }));
  }

  get connectionString(): string {
    return this.#storage.connectionString;
  }

  get tables() {
    return tables(this.config, () => {
      throw new Error('No token is needed here.');
    });
  }

  /** A client of the table's own SDK, to look behind the adapters' backs. */
  table(name: string): TableClient {
    return TableClient.fromConnectionString(this.#storage.connectionString, name, { allowInsecureConnection: true });
  }

  /** Throws all tables away. */
  async clear(...names: readonly string[]): Promise<void> {
    for (const name of names) await this.table(name).deleteTable();
  }

  close(): Promise<void> {
    return this.#storage.close();
  }
}
