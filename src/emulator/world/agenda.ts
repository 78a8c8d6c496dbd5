import { Temporal } from 'temporal-polyfill';
import TinyQueue from 'tinyqueue';

/** An event that is due at a later instant. */
export type WorldEvent =
  /** The allocation of machines for a pool ends, unless another resize has begun since (`resize`). */
  | { readonly kind: 'pool-allocated'; readonly account: string; readonly pool: string; readonly resize: number }
  /** The timeout of a resize has passed, if it is still in progress. */
  | { readonly kind: 'resize-times-out'; readonly account: string; readonly pool: string; readonly resize: number }
  | { readonly kind: 'pool-gone'; readonly account: string; readonly pool: string }
  | { readonly kind: 'rollout-goes-on'; readonly account: string; readonly pool: string }
  /** A node takes the next step of its life, unless it has changed its state since (`age`). */
  | {
      readonly kind: 'node-step';
      readonly account: string;
      readonly pool: string;
      readonly node: string;
      readonly age: number;
    }
  /** A job takes the next step of its life, unless it has changed its state since (`age`). */
  | { readonly kind: 'job-step'; readonly account: string; readonly job: string; readonly age: number }
  /** A job that ends with its tasks may have none, unless it has changed its state since (`age`). */
  | { readonly kind: 'job-is-checked'; readonly account: string; readonly job: string; readonly age: number }
  /** A job may have exceeded its wall clock time. */
  | { readonly kind: 'job-expires'; readonly account: string; readonly job: string }
  /** The job manager task of a job has ended. */
  | { readonly kind: 'job-manager-ends'; readonly account: string; readonly job: string }
  /** A job schedule may have a job to create, or may be complete. */
  | { readonly kind: 'job-schedule-step'; readonly account: string; readonly jobSchedule: string }
  /** A task ends, unless it was taken off its node since (`run`). */
  | {
      readonly kind: 'task-ends';
      readonly account: string;
      readonly job: string;
      readonly task: string;
      readonly run: number;
    };

/** An event with the instant at which it happens. */
export interface Appointment {
  readonly at: Temporal.Instant;
  readonly event: WorldEvent;
}

interface Entry extends Appointment {
  /** The instant as a number: comparing instants is most of the cost of a queue. */
  readonly epochMilliseconds: number;
  readonly order: number;
}

function inOrder(a: Entry, b: Entry): number {
  return a.epochMilliseconds - b.epochMilliseconds || Temporal.Instant.compare(a.at, b.at) || a.order - b.order;
}

/** Due events in order of time; among equals in order of addition. */
export class Agenda {
  readonly #queue = new TinyQueue<Entry>([], inOrder);
  #order = 0;

  put(at: Temporal.Instant, event: WorldEvent): void {
    this.#order += 1;
    this.#queue.push({ at, event, epochMilliseconds: at.epochMilliseconds, order: this.#order });
  }

  /** Takes the earliest event that is due at `now`; `undefined` if none is. */
  takeDue(now: Temporal.Instant): Appointment | undefined {
    const next = this.#queue.peek();
    if (next === undefined || Temporal.Instant.compare(next.at, now) > 0) return undefined;
    return this.#queue.pop();
  }
}
