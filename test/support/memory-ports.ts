import { setImmediate } from 'node:timers/promises';
import { fromMemory, toMemory } from '../../src/adapters/tables/pool-memory.ts';
import { guardAttempts } from '../../src/app/attempts/guard-attempts.ts';
import { readDocuments } from '../../src/app/documents/read-documents.ts';
import { countingInTurn } from '../../src/app/evaluation/count-in-turn.ts';
import { rememberDocuments } from '../../src/app/evaluation/documents-at.ts';
import type { EvaluatePoolPorts } from '../../src/app/evaluation/evaluate-pool.ts';
import type { EvaluatePoolsPorts } from '../../src/app/evaluation/evaluate-pools.ts';
import { rememberJobs } from '../../src/app/evaluation/jobs-at.ts';
import { largePoolsInTurn } from '../../src/app/evaluation/large-pools.ts';
import { surveysInTime } from '../../src/app/evaluation/survey-in-time.ts';
import { holdModels } from '../../src/app/forecast/forecast-models.ts';
import { decodeDemand, encodeDemand } from '../../src/core/demand/demand-day.ts';
import type { DemandMinute } from '../../src/core/demand/demand-minute.ts';
import type { Spending } from '../../src/core/memory/spending.ts';
import type { PoolName } from '../../src/core/pool/pool-name.ts';
import type { ClaimStore } from '../../src/ports/claim-store.ts';
import type { Clock } from '../../src/ports/clock.ts';
import type { StoredDocument } from '../../src/ports/documents.ts';
import { FenceLost } from '../../src/ports/errors.ts';
import type { EvaluationRequest } from '../../src/ports/evaluation-queue.ts';
import type { PoolNotes } from '../../src/ports/pool-notes.ts';
import type { PoolHeading, PoolState } from '../../src/ports/pool-states.ts';
import { MemoryAudit } from './memory-audit.ts';

/** A state as it is kept: its memory as a text, so that what is read is what was written. */
interface Kept {
  readonly state: Omit<PoolState, 'memory'>;
  readonly memory: string;
  readonly tag: string;
}

/** What the use cases of a tick look at and act on. */
export interface MemoryWorld {
  readonly clock: Clock;
  readonly batch: EvaluatePoolPorts['batch'] & EvaluatePoolsPorts['batch'];
  readonly documents: readonly StoredDocument[];
}

/** All else that the use cases of a tick need, in memory and to be looked into. */
export class MemoryPorts {
  readonly audit = new MemoryAudit();
  readonly requests: EvaluationRequest[] = [];
  readonly #world: MemoryWorld;
  readonly #states = new Map<string, Kept>();
  /** As they are kept, so that the heap shows what the app holds and not what its storage does. */
  readonly #days = new Map<string, Map<number, Uint8Array>>();
  readonly #spent = new Map<string, readonly Spending[]>();
  readonly #models = new Map<string, { bytes: Uint8Array; tag: string }>();
  #tag = 0;

  constructor(world: MemoryWorld) {
    this.#world = world;
  }

  /** How much is kept: what must not grow with time. */
  retained() {
    const characters = [...this.#states.values()].map(
      ({ state, memory }) => memory.length + JSON.stringify(state).length,
    );
    return {
      states: this.#states.size,
      largestState: Math.max(0, ...characters),
      spendings: Math.max(0, ...[...this.#spent.values()].map(({ length }) => length)),
      days: Math.max(0, ...[...this.#days.values()].map(({ size }) => size)),
      modelBytes: Math.max(0, ...[...this.#models.values()].map(({ bytes }) => bytes.length)),
    };
  }

  /** As the cleanup does it each day. */
  sweep(before: number): void {
    for (const days of this.#days.values()) for (const day of days.keys()) if (day < before) days.delete(day);
  }

  build(): EvaluatePoolPorts & EvaluatePoolsPorts {
    const { clock, batch, documents } = this.#world;
    const notes = noNotes();
    const sources = {
      attempts: guardAttempts({ claims: noClaims(), wallClock: clock }),
      documents: {
        list: async (kind: string) => documents.filter((document) => document.kind === kind),
        get: async (kind: string, id: string) => documents.find((one) => one.kind === kind && one.id === id),
      },
      overrides: notes,
      announcements: notes,
      circuitResets: notes,
      calendars: { read: async () => missing(), copies: async () => [], sweep: async () => 0 },
      clock,
    };
    return {
      ...sources,
      batch,
      wallClock: clock,
      pause: async () => void (await setImmediate()),
      throttle: { remaining: async () => 0 },
      audit: this.audit as unknown as EvaluatePoolPorts['audit'],
      ...rememberDocuments(sources),
      ...rememberJobs({ batch }),
      ...countingInTurn({ batch }, 200),
      ...largePoolsInTurn(),
      ...surveysInTime(),
      poolStates: this.#poolStates(),
      demandRecords: this.#demandRecords(),
      forecastModels: holdModels({ forecastStates: this.#forecastStates() }),
      actLedger: {
        read: async (scope) => this.#spent.get(scope) ?? [],
        change: async (scope, change) => {
          const { spent, result } = change(this.#spent.get(scope) ?? []);
          this.#spent.set(scope, spent);
          return result;
        },
      },
      settings: { actLimits: { app: {}, account: { startPerHour: 200, deallocatePerDay: 2000 }, accounts: {} } },
      evaluations: {
        send: async (sent) => void this.requests.push(...sent),
        length: async () => 0,
        longestWait: async () => undefined,
      },
      newCorrelation: () => crypto.randomUUID(),
      ticks: {
        last: async () => undefined,
        start: async () => ({ before: undefined, documents: undefined }),
        record: async () => undefined,
      },
      documentsForTick: (at) => readDocuments(sources, at),
    };
  }

  #poolStates(): EvaluatePoolPorts['poolStates'] {
    return {
      list: async () => [...this.#states.values()].map(({ state, memory }) => headingOf(state, memory)),
      listPlans: async () => [...this.#states.values()].map(({ state }) => state),
      get: async ({ poolId }) => {
        const kept = this.#states.get(poolId);
        return kept && { state: { ...kept.state, memory: toMemory(kept.memory) }, tag: kept.tag };
      },
      put: async ({ memory, ...state }, tag) => {
        if (this.#states.get(state.poolId)?.tag !== tag) throw new FenceLost(`${state.account}/${state.poolId}`);
        const next = this.#newTag();
        this.#states.set(state.poolId, { state, memory: fromMemory(memory), tag: next });
        return next;
      },
      sweep: async () => 0,
    };
  }

  #demandRecords(): EvaluatePoolPorts['demandRecords'] {
    const daysOf = ({ poolId }: PoolName) => {
      const days = this.#days.get(poolId) ?? new Map<number, Uint8Array>();
      this.#days.set(poolId, days);
      return days;
    };
    const read = (pool: PoolName, day: number): readonly DemandMinute[] => {
      const bytes = daysOf(pool).get(day);
      return bytes === undefined ? [] : (decodeDemand(bytes) ?? missing());
    };
    return {
      readDay: async (pool, day) => read(pool, day),
      addToDay: async (pool, day, minutes) => {
        daysOf(pool).set(day, Uint8Array.from(encodeDemand([...read(pool, day), ...minutes])));
      },
      sweep: async () => 0,
    };
  }

  #forecastStates(): Parameters<typeof holdModels>[0]['forecastStates'] {
    return {
      read: async ({ poolId }) => this.#models.get(poolId),
      write: async ({ poolId }, bytes, tag) => {
        if (this.#models.get(poolId)?.tag !== tag) return undefined;
        const next = this.#newTag();
        this.#models.set(poolId, { bytes, tag: next });
        return next;
      },
    };
  }

  #newTag(): string {
    this.#tag += 1;
    return String(this.#tag);
  }
}

function headingOf({ lastPlan, ...state }: Omit<PoolState, 'memory'>, memory: string): PoolHeading {
  const sibling = undefined;
  return { ...state, hasPendingOperations: !memory.includes('"pendingOperations":[]'), sibling };
}

function noNotes(): PoolNotes {
  return {
    list: async () => [],
    listOf: async () => [],
    put: async () => missing(),
    putOver: async () => missing(),
    delete: async () => true,
  };
}

/** Every attempt comes to its end here. */
function noClaims(): ClaimStore {
  return {
    claim: async () => undefined,
    get: async () => undefined,
    list: async () => [],
    update: async () => true,
    forget: async () => undefined,
    sweep: async () => 0,
  };
}

function missing(): never {
  throw new Error('No tick asks for this.');
}
