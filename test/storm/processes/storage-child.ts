import { flushCompileCache } from 'node:module';
import { startStorage } from '../../../src/local/storage/start-storage.ts';

/** What the storage of a storm is told. */
export interface ToStorage {
  readonly folder: string;
  readonly ports: { readonly blob: number; readonly queue: number; readonly table: number };
}

/** What it says when it is ready. */
export interface FromStorage {
  readonly connectionString: string;
}

const { connectionString } = await startStorage(JSON.parse(process.argv[2] ?? '') as ToStorage);
process.send?.({ connectionString } satisfies FromStorage);
// It is killed, and would not do so at its end.
flushCompileCache();

// Nobody is left who could ask for anything.
process.on('disconnect', () => process.exit());
