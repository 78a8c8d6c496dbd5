import { type Chance, chanceFrom } from '../../../src/emulator/world/chance.ts';
import { EFFECTS, FAULT_CODES } from '../../../src/emulator/world/fault.ts';
import { STORAGE_EFFECTS, type StorageFault, type StorageService } from '../../../src/local/storage/storage-fault.ts';
import { MOODS } from '../perform/storm-receiver.ts';
import type { StormStep } from './storm-step.ts';

type Draw = (from: number, to: number) => number;
type Pick = <Value>(values: readonly Value[]) => Value;

/** What steps are drawn from. */
interface Hand {
  readonly draw: Draw;
  readonly pick: Pick;
  readonly pools: number;
}

/** Draws the steps of a storm: all of them, before any is made, so that any part of them can be made again. */
export function drawSteps(
  seed: number,
  { count, pools }: { readonly count: number; readonly pools: number },
): readonly StormStep[] {
  const chance: Chance = chanceFrom(seed * 7919 + 1);
  const draw: Draw = (from, to) => chance.integer(from, to);
  const pick: Pick = (values) => values[draw(0, values.length - 1)] as (typeof values)[number];
  const steps: StormStep[] = [];
  while (steps.length < count) steps.push(drawStep({ draw, pick, pools }));
  return steps;
}

type Maker = (hand: Hand) => StormStep;

const strike = ({ draw, pick }: Hand) => ({
  app: draw(0, 1),
  where: pick(['storage', 'storage', 'batch', 'act', 'act'] as const),
  after: draw(0, 14),
});
const somewhere = ({ draw, pools }: Hand) => ({ app: draw(0, 1), pool: draw(0, pools - 1) });

/** What happens, and how often beside the others. */
const MAKERS: readonly (readonly [often: number, make: Maker])[] = [
  [30, ({ pick }) => ({ kind: 'minutes', minutes: 1, apps: pick([[0], [1], [0, 1]]) })],
  [2, ({ pick }) => ({ kind: 'minutes', minutes: 0, apps: pick([[0], [1], [0, 1]]) })],
  [14, ({ draw, pick }) => ({ kind: 'minutes', minutes: draw(2, 12), apps: pick([[0], [1], [0, 1]]) })],
  [6, ({ draw }) => ({ kind: 'again', app: draw(0, 1) })],
  [4, (hand) => ({ kind: 'tasks', pool: somewhere(hand).pool, count: hand.draw(1, 3), seconds: hand.draw(30, 1800) })],
  [8, (hand) => ({ kind: 'batch-fault', fault: batchFault(hand) })],
  [3, (hand) => ({ kind: 'start-fault', fault: startFault(hand) })],
  [9, (hand) => ({ kind: 'storage-fault', app: hand.draw(0, 1), fault: storageFault(hand) })],
  [9, (hand) => ({ kind: 'kill', ...strike(hand) })],
  [6, (hand) => ({ kind: 'freeze', ...strike(hand) })],
  [20, ({ draw }) => ({ kind: 'thaw', app: draw(0, 1) })],
  [3, (hand) => ({ kind: 'crash', ...strike(hand) })],
  [2, (hand) => ({ kind: 'stall', ...strike(hand), milliseconds: hand.draw(50, 1500) })],
  [
    4,
    (hand) => ({
      ...{ kind: 'request', ...somewhere(hand) },
      action: hand.pick(['start', 'deallocate'] as const),
      count: hand.pick([undefined, hand.draw(1, 3)]),
      despiteStop: hand.pick([true, false, false]),
    }),
  ],
  [
    3,
    (hand) => ({
      ...{ kind: 'somebody', pool: somewhere(hand).pool, node: hand.draw(0, 9) },
      act: hand.pick(['start', 'deallocate'] as const),
    }),
  ],
  [3, (hand) => ({ kind: 'override', ...somewhere(hand), minutes: hand.draw(10, 90), says: override(hand) })],
  [2, (hand) => ({ kind: 'end-override', ...somewhere(hand) })],
  [2, (hand) => ({ kind: 'announce', ...somewhere(hand), slots: hand.draw(1, 8), minutes: hand.draw(5, 60) })],
  [2, (hand) => ({ kind: 'webhook', ...somewhere(hand), id: hand.draw(1, 5) })],
  [1, ({ draw }) => ({ kind: 'stop', app: draw(0, 1), begins: true })],
  [6, ({ draw }) => ({ kind: 'stop', app: draw(0, 1), begins: false })],
  [1, (hand) => ({ kind: 'mode', ...somewhere(hand), mode: 'observe' })],
  [5, (hand) => ({ kind: 'mode', ...somewhere(hand), mode: 'enforce' })],
  [2, (hand) => ({ kind: 'shortage', ...shortage(hand) })],
  [2, (hand) => ({ kind: 'resize', pool: somewhere(hand).pool })],
  [3, ({ draw, pick }) => ({ kind: 'receiver', mood: pick(MOODS), milliseconds: draw(1, 400) })],
  [2, (hand) => ({ kind: 'minimum', ...somewhere(hand), min: hand.draw(0, 2) })],
  [4, (hand) => ({ kind: 'bad-input', ...somewhere(hand), number: hand.draw(0, 99) })],
  [2, ({ pick }) => ({ kind: 'calendar', text: pick(['good', 'broken', 'hostile'] as const) })],
  [2, ({ draw }) => ({ kind: 'hostile-row', number: draw(0, 99) })],
  [
    3,
    ({ pick }) => ({
      kind: 'garbage',
      queue: pick(['evaluate-pool', 'act-on-pool', 'publish-events', 'deliver-event']),
    }),
  ],
];
const ALL = MAKERS.reduce((sum, [often]) => sum + often, 0);

function drawStep(hand: Hand): StormStep {
  let left = hand.draw(1, ALL);
  for (const [often, make] of MAKERS) {
    left -= often;
    if (left <= 0) return make(hand);
  }
  throw new Error('Every number stands for a step.');
}

const READS = [
  ...[
    'Nodes_ListNodes',
    'Nodes_GetNode',
    'Pools_GetPool',
    'Pools_ListPools',
    'Pools_ListPoolNodeCounts',
    'Jobs_ListJobs',
  ],
  ...['Jobs_GetJobTaskCounts', 'Nodes_ListNodeExtensions', 'Nodes_RebootNode', 'Nodes_ReimageNode'],
];

function batchFault({ draw, pick }: Hand): object {
  const operation = pick([
    ...READS,
    'Nodes_DeallocateNode',
    'Nodes_StartNode',
    'Nodes_DeallocateNode',
    'Nodes_StartNode',
  ]);
  const effect = pick(EFFECTS);
  const code = pick(FAULT_CODES);
  return { effect, code, operation, retryAfter: 0, milliseconds: draw(1, 60), times: draw(1, 3) };
}

function startFault({ draw, pick, pools }: Hand): object {
  return {
    pool: `pool-${draw(0, pools - 1)}`,
    outcome: pick(OUTCOMES),
    causes: ['start'],
    times: draw(1, 3),
  };
}

const OUTCOMES = ['unusable', 'deallocated', 'starttaskfailed'] as const;

function shortage({ draw, pick }: Hand) {
  return { minutes: draw(5, 60), capacity: draw(0, 12), outcome: pick(['unusable', 'deallocated'] as const) };
}

const TABLES = ['/PoolState', '/Audit', '/$batch', '/Overrides', '/Policies', '/Claims', '/Demand', '/Schedules', ''];

function storageFault({ draw, pick }: Hand): StorageFault {
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

function override({ draw, pick }: Hand): object {
  return pick<object>([
    { capacity: { min: draw(0, 4) } },
    { capacity: { min: 0, max: draw(0, 2) } },
    { leaveAlone: true },
    { capacity: { min: '50%' } },
  ]);
}
