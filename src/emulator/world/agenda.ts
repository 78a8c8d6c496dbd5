import { Temporal } from 'temporal-polyfill';
import TinyQueue from 'tinyqueue';

/** Something that will happen in the world by itself. Plain data, so that a world can be kept. */
export type WorldEvent =
  /** The machines of a pool have been asked for long enough, unless another resize has begun since (`resize`). */
  | { readonly kind: 'pool-allocated'; readonly account: string; readonly pool: string; readonly resize: number }
  /** The time of a resize is over, if it is still under way. */
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
  /** A job may have run for as long as its constraints allow. */
  | { readonly kind: 'job-expires'; readonly account: string; readonly job: string }
  /** The task with whose end a job ends is over. */
  | { readonly kind: 'job-manager-ends'; readonly account: string; readonly job: string }
  /** A job schedule may have a job to make, or may be over. */
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

/** What will happen, in order of time; what was put down first comes first among equals. */
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
