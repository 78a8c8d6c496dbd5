import type { StorageFault } from '../../../src/local/storage/storage-fault.ts';
import type { MOODS } from '../perform/storm-receiver.ts';

/** Where a process is struck: at one of its requests, so many from now on. */
export interface Strike {
  readonly app: number;
  /** At a request of its storage, of Batch, or one that changes nodes. */
  readonly where: 'storage' | 'batch' | 'act';
  readonly after: number;
}

/** Something that happens in the storm. The same step is the same attack; what comes of it depends on who is faster. */
export type StormStep =
  | { readonly kind: 'minutes'; readonly minutes: number; readonly apps: readonly number[] }
  /** The timer of an app fires once more, at the same instant. */
  | { readonly kind: 'again'; readonly app: number }
  | { readonly kind: 'tasks'; readonly pool: number; readonly count: number; readonly seconds: number }
  | { readonly kind: 'batch-fault'; readonly fault: object }
  | { readonly kind: 'start-fault'; readonly fault: object }
  | { readonly kind: 'storage-fault'; readonly app: number; readonly fault: StorageFault }
  | ({ readonly kind: 'kill' } & Strike)
  | ({ readonly kind: 'freeze' } & Strike)
  | { readonly kind: 'thaw'; readonly app: number }
  /** The emulator, or the storage, dies or stands still at a request of an app. */
  | ({ readonly kind: 'crash' } & Strike)
  | ({ readonly kind: 'stall'; readonly milliseconds: number } & Strike)
  | {
      readonly kind: 'request';
      readonly app: number;
      readonly pool: number;
      readonly action: 'start' | 'deallocate';
      readonly count: number | undefined;
      readonly despiteStop?: boolean;
    }
  | { readonly kind: 'somebody'; readonly pool: number; readonly node: number; readonly act: 'start' | 'deallocate' }
  | {
      readonly kind: 'override';
      readonly app: number;
      readonly pool: number;
      readonly minutes: number;
      readonly says: object;
    }
  | { readonly kind: 'end-override'; readonly app: number; readonly pool: number }
  | {
      readonly kind: 'announce';
      readonly app: number;
      readonly pool: number;
      readonly slots: number;
      readonly minutes: number;
    }
  | { readonly kind: 'webhook'; readonly app: number; readonly pool: number; readonly id: number }
  | { readonly kind: 'stop'; readonly app: number; readonly begins: boolean }
  | { readonly kind: 'minimum'; readonly app: number; readonly pool: number; readonly min: number }
  | { readonly kind: 'mode'; readonly app: number; readonly pool: number; readonly mode: 'observe' | 'enforce' }
  | { readonly kind: 'shortage'; readonly minutes: number; readonly capacity: number; readonly outcome: string }
  /** Somebody brings a pool back to the size that it began with. */
  | { readonly kind: 'resize'; readonly pool: number }
  | { readonly kind: 'receiver'; readonly mood: (typeof MOODS)[number]; readonly milliseconds: number }
  | { readonly kind: 'bad-input'; readonly app: number; readonly pool: number; readonly number: number }
  | { readonly kind: 'calendar'; readonly text: 'good' | 'broken' | 'hostile' }
  | { readonly kind: 'hostile-row'; readonly number: number }
  | { readonly kind: 'garbage'; readonly queue: string };
