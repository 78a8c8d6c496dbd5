import fc from 'fast-check';
import { Temporal } from 'temporal-polyfill';
import { describe, expect, it } from 'vitest';
import { evaluatePool } from '../../src/app/evaluation/evaluate-pool.ts';
import type { Ports } from '../../src/app/ports.ts';
import type { EvaluationRequest } from '../../src/ports/evaluation-queue.ts';
import { Gateway } from './support/gateway.ts';
import { RENDER, Story } from './support/story.ts';
import {
  auditBreaches,
  budgetBreaches,
  chainBreaches,
  type Evidence,
  stateBreaches,
  taskBreaches,
} from './support/witness.ts';

const story = Story.forAllTests();

const OPENS = Temporal.Instant.from('2026-03-02T13:00:00Z');
const CLOSES = Temporal.Instant.from('2026-03-02T15:00:00Z');
const BUDGET = { start: 2, deallocate: 2 };
const SIZE = 5;

const SCHEDULE = {
  windows: [{ name: 'afternoon', days: ['MON'], from: '13:00', to: '15:00', capacity: { min: 3 } }],
  outside: { min: 1, max: 4 },
};
const POLICY = { schedules: ['hours'], idle: { timeout: 'PT5M', keep: 2 }, lead: { initial: 'PT4M' }, budget: BUDGET };

function minimumAt(at: Temporal.Instant): number {
  const isOpen = Temporal.Instant.compare(at, OPENS) >= 0 && Temporal.Instant.compare(at, CLOSES) < 0;
  return isOpen ? 3 : 1;
}

/** Something that happens in the world, with a tick after it or during it. */
type Happening =
  | { readonly kind: 'time'; readonly minutes: number }
  | { readonly kind: 'tasks' | 'tasks-land'; readonly count: number; readonly seconds: number }
  | { readonly kind: 'fault'; readonly fault: Readonly<Record<string, unknown>> }
  | {
      readonly kind: 'somebody';
      readonly does: 'disablescheduling' | 'enablescheduling' | 'start';
      readonly node: number;
    }
  | { readonly kind: 'crash'; readonly node: number; readonly action: 'start' | 'deallocate' }
  | { readonly kind: 'two-at-once' | 'message-again' };

function happening(): fc.Arbitrary<Happening> {
  const node = fc.nat({ max: SIZE - 1 });
  const tasks = { count: fc.integer({ min: 1, max: 4 }), seconds: fc.integer({ min: 20, max: 1500 }) };
  const onAct = {
    operation: fc.constantFrom('Nodes_DeallocateNode', 'Nodes_StartNode'),
    retryAfter: fc.constant(0),
    times: fc.integer({ min: 1, max: 4 }),
  };
  const acting = fc.oneof(
    fc.record({ effect: fc.constant('refuse'), code: fc.constantFrom('TooManyRequests', 'InternalError'), ...onAct }),
    // Throttling is never answered after the effect: 429 and 503 say that the request was not taken.
    fc.record({ effect: fc.constantFrom('fail-after', 'lose-answer', 'reset'), ...onAct }),
  );
  const reading = fc.record({
    effect: fc.constant('refuse'),
    operation: fc.constantFrom('Nodes_ListNodes', 'Nodes_GetNode', 'Pools_GetPool', 'Pools_ListPools'),
    code: fc.constantFrom('TooManyRequests', 'ServerBusy', 'InternalError'),
    retryAfter: fc.constant(0),
    times: fc.integer({ min: 1, max: 6 }),
  });
  return fc.oneof(
    { weight: 6, arbitrary: fc.record({ kind: fc.constant('time'), minutes: fc.integer({ min: 1, max: 25 }) }) },
    { weight: 3, arbitrary: fc.record({ kind: fc.constantFrom('tasks', 'tasks-land'), ...tasks }) },
    { weight: 3, arbitrary: fc.record({ kind: fc.constant('fault'), fault: fc.oneof(acting, reading) }) },
    {
      weight: 1,
      arbitrary: fc.record({
        kind: fc.constant('somebody'),
        does: fc.constantFrom('disablescheduling', 'enablescheduling', 'start'),
        node,
      }),
    },
    {
      weight: 1,
      arbitrary: fc.record({ kind: fc.constant('crash'), node, action: fc.constantFrom('start', 'deallocate') }),
    },
    { weight: 2, arbitrary: fc.record({ kind: fc.constantFrom('two-at-once', 'message-again') }) },
  );
}

/** A walk through a world where things happen. What the app asks for goes through a gateway where tasks may land. */
class Walk {
  readonly #gateway: Gateway;
  readonly #nodes: readonly string[];
  /** Requests to act that arrived before their intent was on record. */
  readonly #unannounced: string[] = [];
  #landing: { readonly count: number; readonly seconds: number } | undefined;
  #tasks = 0;

  private constructor(gateway: Gateway, nodes: readonly string[]) {
    this.#gateway = gateway;
    this.#nodes = nodes;
  }

  static async begin(): Promise<Walk> {
    await story.begin();
    const nodes = await story.account.createIdlePool('render', { dedicated: SIZE });
    await story.account.createJob('work', 'render');
    await story.schedule(SCHEDULE);
    await story.policy(POLICY);
    const gateway = await Gateway.to(story.account.url);
    const walk = new Walk(
      gateway,
      nodes.map(({ id }) => id),
    );
    gateway.onPassing = async ({ method, path, clientRequestId }) => {
      if (method !== 'POST') return;
      const meant = (await story.audit()).some(
        ({ phase, subject, correlation }) =>
          phase === 'intent' && correlation === clientRequestId && path.includes(`/nodes/${subject.node}/`),
      );
      if (!meant) walk.#unannounced.push(path);
      const landing = walk.#landing;
      walk.#landing = undefined;
      if (landing !== undefined) await walk.#addTasks(landing);
    };
    return walk;
  }

  async happen(happening: Happening): Promise<void> {
    switch (happening.kind) {
      case 'time':
        await story.account.advance(`PT${happening.minutes}M`);
        break;
      case 'tasks':
        await this.#addTasks(happening);
        break;
      case 'tasks-land':
        this.#landing = happening;
        break;
      case 'fault':
        await story.account.control('POST', 'faults', happening.fault);
        break;
      case 'somebody': {
        const node = this.#nodes[happening.node];
        const body =
          happening.does === 'disablescheduling' ? { nodeDisableSchedulingOption: 'taskcompletion' } : undefined;
        // A fault may hit somebody else's request as well.
        await story.account.call('POST', `/pools/render/nodes/${node}/${happening.does}`, body).catch(() => undefined);
        break;
      }
      case 'crash':
        await this.#crash(happening);
        break;
      case 'two-at-once':
        return this.#tick((request) => [request, request]);
      case 'message-again':
        await this.#tick((request) => [request]);
        return this.#tick((request) => [request], 'again');
    }
    return this.#tick((request) => [request]);
  }

  /** Nothing goes wrong any more and nobody meddles; whatever has to happen happens in two hours. */
  async settle(): Promise<void> {
    await story.account.control('DELETE', 'faults');
    this.#landing = undefined;
    await story.account.control('POST', 'clock', { to: latest(await story.system.now(), CLOSES).toString() });
    for (let round = 0; round < 24; round += 1) {
      for (const node of this.#nodes) await story.account.call('POST', `/pools/render/nodes/${node}/enablescheduling`);
      await story.account.advance('PT5M');
      await this.#tick((request) => [request]);
    }
  }

  async end(): Promise<Evidence & { readonly unannounced: readonly string[] }> {
    await this.#gateway.close();
    const [journal, acts, records] = [await story.account.journal(), await story.acts(), await story.audit()];
    return { journal, acts, records, unannounced: this.#unannounced };
  }

  async #addTasks({ count, seconds }: { readonly count: number; readonly seconds: number }): Promise<void> {
    const ids = Array.from({ length: count }, (_, index) => `t${this.#tasks + index}`);
    this.#tasks += count;
    await story.account.addTasks('work', ids, seconds);
  }

  /** A process takes the pool, where it is free, means to act, and is never heard of again. */
  async #crash({ node, action }: Happening & { readonly kind: 'crash' }): Promise<void> {
    const fenced = await story.ports.poolStates.get(RENDER);
    if (fenced?.state.acting !== undefined) return;
    await story.crash([{ node: this.#nodes[node] ?? '', action }]);
  }

  #last: readonly EvaluationRequest[] = [];

  /** A tick, whose requests may come more than once, each to a process of its own; or those of the last tick again. */
  async #tick(times: (request: EvaluationRequest) => readonly EvaluationRequest[], which?: 'again'): Promise<void> {
    if (which !== 'again') {
      await story.account.advance('PT1M');
      this.#last = (await story.survey(story.through(this.#gateway))).requests;
    }
    for (const request of this.#last)
      await Promise.all(times(request).map((each) => evaluateOrGiveUp(story.through(this.#gateway), each)));
  }
}

/** Where Batch cannot be read an evaluation fails, and the host gives it up; every other failure is one. */
async function evaluateOrGiveUp(ports: Ports, request: EvaluationRequest): Promise<void> {
  try {
    await evaluatePool(ports, request);
  } catch (error) {
    expect(error).toMatchObject({ code: 'BatchUnavailable' });
  }
}

function latest(a: Temporal.Instant, b: Temporal.Instant): Temporal.Instant {
  return Temporal.Instant.compare(a, b) > 0 ? a : b;
}

/** The laws of DESIGN section 6, by the emulator's journal and the audit. */
function expectLaws(evidence: Evidence & { readonly unannounced: readonly string[] }): void {
  expect(evidence.unannounced).toEqual([]);
  expect(taskBreaches(evidence)).toEqual([]);
  expect(stateBreaches(evidence, minimumAt)).toEqual([]);
  expect(budgetBreaches(evidence, BUDGET)).toEqual([]);
  expect(auditBreaches(evidence)).toEqual([]);
  expect(chainBreaches(evidence.records)).toEqual([]);
}

describe('whatever happens', () => {
  it('the laws hold, and once nothing goes wrong the pool comes to rest at its target', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(happening(), { minLength: 10, maxLength: 22 }), async (happenings) => {
        const walk = await Walk.begin();
        for (const each of happenings) await walk.happen(each);
        await walk.settle();
        const [acts, records] = [(await story.acts()).length, (await story.audit()).length];
        await walk.happen({ kind: 'time', minutes: 1 });
        const evidence = await walk.end();
        expectLaws(evidence);
        expect([evidence.acts.length, evidence.records.length]).toEqual([acts, records]);
        expect(new Set((await story.account.tasks('work')).map((task) => task.split(' ')[1]))).not.toContain('running');
        expect((await story.account.states('render')).toSorted()).toEqual([
          ...Array(SIZE - 2).fill('deallocated'),
          ...Array(2).fill('idle'),
        ]);
      }),
      // A fixed seed: the same walks every time, so that the test says the same every time.
      { numRuns: Number(process.env['WALKS'] ?? 8), seed: Number(process.env['WALK_SEED'] ?? 1), endOnFailure: true },
    );
  });
});
