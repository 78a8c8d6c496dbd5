import type { Chance } from '../../src/emulator/world/chance.ts';
import { STORAGE_EFFECTS, type StorageFault, type StorageService } from '../../src/local/storage/storage-fault.ts';

/** Something that happens in the storm. The same step is the same attack; what comes of it depends on who is faster. */
export type StormStep =
  | { readonly kind: 'minutes'; readonly minutes: number; readonly apps: readonly number[] }
  | { readonly kind: 'tasks'; readonly pool: number; readonly count: number; readonly seconds: number }
  | { readonly kind: 'batch-fault'; readonly fault: object }
  | { readonly kind: 'storage-fault'; readonly app: number; readonly fault: StorageFault }
  | { readonly kind: 'kill'; readonly app: number; readonly where: 'storage' | 'batch'; readonly after: number }
  | {
      readonly kind: 'request';
      readonly app: number;
      readonly pool: number;
      readonly action: 'start' | 'deallocate';
      readonly count: number | undefined;
    }
  | { readonly kind: 'somebody'; readonly pool: number; readonly node: number }
  | { readonly kind: 'garbage'; readonly queue: string };

/** Draws the next step. */
export function drawStep(chance: Chance, pools: number): StormStep {
  const draw = (from: number, to: number) => chance.integer(from, to);
  const pick = <Value>(values: readonly Value[]): Value => values[draw(0, values.length - 1)] as Value;
  const [app, pool] = [draw(0, 1), draw(0, pools - 1)];
  const kind = draw(1, 20);
  if (kind <= 7) return { kind: 'minutes', minutes: 1, apps: pick([[0], [1], [0, 1], [0, 1], [0, 1]]) };
  if (kind <= 10) return { kind: 'minutes', minutes: draw(2, 12), apps: [0, 1] };
  if (kind === 11) return { kind: 'tasks', pool, count: draw(1, 3), seconds: draw(30, 1800) };
  if (kind <= 13) return { kind: 'batch-fault', fault: batchFault(draw, pick) };
  if (kind <= 15) return { kind: 'storage-fault', app, fault: storageFault(draw, pick) };
  if (kind <= 17) return { kind: 'kill', app, where: pick(['storage', 'storage', 'batch']), after: draw(0, 15) };
  if (kind === 18)
    return { kind: 'request', app, pool, action: pick(['start', 'deallocate']), count: pick([undefined, draw(1, 3)]) };
  if (kind === 19) return { kind: 'somebody', pool, node: draw(0, 9) };
  return { kind: 'garbage', queue: pick(['evaluate-pool', 'act-on-pool', 'publish-events']) };
}

type Draw = (from: number, to: number) => number;
type Pick = <Value>(values: readonly Value[]) => Value;

function batchFault(draw: Draw, pick: Pick): object {
  const times = { retryAfter: 0, times: draw(1, 3) };
  if (draw(0, 1) === 0) {
    const operation = pick(['Nodes_ListNodes', 'Nodes_GetNode', 'Pools_GetPool', 'Pools_ListPools']);
    return {
      effect: pick(['refuse', 'reset']),
      code: pick(['TooManyRequests', 'ServerBusy', 'InternalError']),
      operation,
      ...times,
    };
  }
  const operation = pick(['Nodes_DeallocateNode', 'Nodes_StartNode']);
  const effect = pick(['refuse', 'fail-after', 'lose-answer', 'reset']);
  return { effect, code: pick(['ServerBusy', 'InternalError', 'OperationTimedOut']), operation, ...times };
}

const TABLES = ['/PoolState', '/Audit', '/$batch', '/Overrides', '/Policies', '/Claims', ''];

function storageFault(draw: Draw, pick: Pick): StorageFault {
  const service = pick<StorageService>(['table', 'table', 'table', 'queue', 'blob']);
  return {
    effect: pick(STORAGE_EFFECTS),
    service,
    method: pick(['GET', 'POST', 'PUT', 'DELETE', undefined]),
    path: service === 'table' ? pick(TABLES) : undefined,
    status: pick([429, 500, 503]),
    milliseconds: draw(1, 60),
    times: draw(1, 3),
  };
}
