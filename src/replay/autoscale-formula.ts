import type { DeciderActs, DeciderNode, DeciderTick } from './tick-decider.ts';
import type { Decider, DeciderPool, TriedPolicy } from './tried-policy.ts';

/** A sample formula of the Batch documentation, and how often Batch evaluates it. */
export interface AutoscaleFormula {
  readonly kind: 'pending-tasks' | 'task-based';
  /** `autoScaleEvaluationInterval`: at least 5 minutes, and 15 by default. */
  readonly intervalMinutes: number;
}

/** A sample of the pool: `$PendingTasks`, which "is the sum of $ActiveTasks and $RunningTasks", converted to nodes. */
interface Sample {
  readonly minute: number;
  readonly pendingNodes: number;
}

const MINUTE_MS = 60_000;
const SAMPLED_MINUTES = 15;

/**
 * Acts as Azure Batch does with a formula of its documentation and `$NodeDeallocationOption = taskcompletion`. The target of
 * `pending-tasks` is the mean of three minutes. The target of `task-based` is the larger of the last sample and the mean of
 * fifteen minutes, or half of the previous target if nothing is pending.
 * https://learn.microsoft.com/azure/batch/batch-automatic-scaling#example-autoscale-formulas
 */
export function autoscaleFormula(formula: AutoscaleFormula): TriedPolicy {
  return {
    name: `batch-${formula.kind}-${formula.intervalMinutes}`,
    deciderFor: (pool) => new FormulaDecider(formula, pool),
  };
}

class FormulaDecider implements Decider {
  readonly #formula: AutoscaleFormula;
  readonly #pool: DeciderPool;
  /** Running nodes that are deallocated as soon as their tasks have ended. */
  readonly #draining = new Set<number>();
  #samples: readonly Sample[] = [];
  #nextMinute = Number.NEGATIVE_INFINITY;
  #target = 0;

  constructor(formula: AutoscaleFormula, pool: DeciderPool) {
    this.#formula = formula;
    this.#pool = pool;
  }

  decide(tick: DeciderTick): DeciderActs {
    const minute = tick.epochMilliseconds / MINUTE_MS;
    const pendingNodes = (tick.pendingTasks + tick.runningTasks) / this.#pool.slotsPerNode;
    this.#samples = [...this.#samples.filter((one) => one.minute > minute - SAMPLED_MINUTES), { minute, pendingNodes }];
    if (minute < this.#nextMinute) return { start: [], deallocate: [] };
    this.#nextMinute = minute + this.#formula.intervalMinutes;
    this.#target = Math.min(this.#pool.nodes, this.#targetAt(minute));
    return this.#reach(tick.nodes);
  }

  #targetAt(minute: number): number {
    if (this.#formula.kind === 'pending-tasks') return Math.ceil(this.#meanSince(minute - 3) - ROUNDING);
    const nodes = Math.max(this.#samples.at(-1)?.pendingNodes ?? 0, this.#meanSince(minute - SAMPLED_MINUTES));
    return nodes > 0 ? Math.ceil(nodes - ROUNDING) : Math.floor(this.#target / 2);
  }

  #meanSince(minute: number): number {
    const recent = this.#samples.filter((one) => one.minute > minute);
    return recent.reduce((sum, { pendingNodes }) => sum + pendingNodes, 0) / Math.max(1, recent.length);
  }

  #reach(nodes: readonly DeciderNode[]): DeciderActs {
    const inState = (state: DeciderNode['state']) =>
      nodes.flatMap((node, index) => (node.state === state ? [index] : []));
    for (const index of this.#draining) if (nodes[index]?.state !== 'running') this.#draining.delete(index);
    const running = inState('running').filter((index) => !this.#draining.has(index));
    const idle = inState('idle').toSorted((a, b) => sinceOf(nodes[a]) - sinceOf(nodes[b]));
    const surplus = inState('starting').length + idle.length + running.length - this.#target;
    if (surplus <= 0) return { start: inState('deallocated').slice(0, -surplus), deallocate: [] };
    const leaving = [...idle, ...running].slice(0, surplus);
    for (const index of leaving) if (nodes[index]?.state === 'running') this.#draining.add(index);
    return { start: [], deallocate: leaving };
  }
}

/** The tolerance for the rounding error of a mean. */
const ROUNDING = 1e-9;

function sinceOf(node: DeciderNode | undefined): number {
  return node?.sinceMilliseconds ?? 0;
}
