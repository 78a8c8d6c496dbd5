import { Temporal } from 'temporal-polyfill';
import type { Transition, WitnessedAct } from './witnessed-act.ts';

/** A node that an app has started and that did not become ready. */
export interface FailedStart {
  readonly pool: string;
  readonly node: string;
  readonly at: Temporal.Instant;
}

const FAILED: ReadonlySet<string | null> = new Set(['deallocated', 'unusable', 'starttaskfailed']);

/** Follows the starts of apps to their end. */
export class FailedStarts {
  readonly all: FailedStart[] = [];
  readonly #begun = new Set<string>();
  readonly #fellBackAt = new Map<string, Temporal.Instant>();

  begin({ action, node }: WitnessedAct): void {
    if (action === 'start') this.#begun.add(node);
  }

  take({ pool, node, from, to, at }: Transition): void {
    if (to === 'starting' || to === 'waitingforstarttask' || !this.#begun.delete(node)) return;
    if (from === to || !FAILED.has(to)) return;
    const failed = { pool, node, at: Temporal.Instant.from(at) };
    this.all.push(failed);
    if (to === 'deallocated') this.#fellBackAt.set(node, failed.at);
  }

  /** When the last start of an app left a node deallocated. Of a start by somebody else an app may see nothing. */
  fellBackAt(node: string): Temporal.Instant | undefined {
    return this.#fellBackAt.get(node);
  }
}
