import type { Temporal } from 'temporal-polyfill';
import { minimumAt, SKEW, type StormPool } from './storm-pools.ts';

const FOR_EVER = { hours: 100_000 };

/** A time, by the account's clock. */
interface Span {
  readonly pool: string;
  readonly from: Temporal.Instant;
  until: Temporal.Instant;
}

/** What people have said since the storm began, as far as anybody can know it whom an answer may not have reached. */
export class Promises {
  readonly #may: (Span & { readonly min: number })[] = [];
  readonly #must: (Span & { readonly min: number })[] = [];
  readonly #alone: Span[] = [];
  readonly #unanswered: Span[] = [];
  readonly #observed: Span[] = [];
  readonly #stopped: Pick<Span, 'from' | 'until'>[] = [];
  /** What pools must have ready outside of their windows since when, oldest first. */
  readonly #minimums = new Map<string, { readonly since: Temporal.Instant; readonly min: number }[]>();

  /** The pool may be as low as that for a time: somebody has said so, and may have been heard. */
  mayFall(span: Span & { readonly min: number }): void {
    this.#may.push(span);
  }

  /** The pool must be as high as that for a time: it was said, and answered. */
  mustHold(span: Span & { readonly min: number }): void {
    this.#must.push(span);
  }

  /** Nothing is done to the pool of a policy for a time. */
  leaveAlone(span: Span): void {
    this.#alone.push(span);
  }

  /** Nothing is done to a pool from now on: its policy only observes. */
  observe(pool: string, from: Temporal.Instant): void {
    this.#observed.push({ pool, from, until: from.add(FOR_EVER) });
  }

  /** The policy of a pool may act again. */
  mayEnforce(pool: string, at: Temporal.Instant): void {
    for (const span of this.#observed) if (span.pool === pool && isBefore(at, span.until)) span.until = at;
  }

  /** Nothing is done at all from now on, but by hand. */
  stop(from: Temporal.Instant): void {
    this.#stopped.push({ from, until: from.add(FOR_EVER) });
  }

  /** The stop may be over. */
  mayGoOn(at: Temporal.Instant): void {
    for (const span of this.#stopped) if (isBefore(at, span.until)) span.until = at;
  }

  /** A request by hand may have been taken, under a name that nobody knows. */
  unanswered(span: Span): void {
    this.#unanswered.push(span);
    this.#may.push({ ...span, min: 0 });
  }

  /** Whatever held of overrides of a pool may hold no more. */
  release(pool: string, at: Temporal.Instant): void {
    for (const span of [...this.#must, ...this.#alone])
      if (span.pool === pool && isBefore(at, span.until)) span.until = at;
  }

  /** The minimum outside of the window is another one, or may be. */
  changeMinimum({ id, min: first }: StormPool, min: number, at: Temporal.Instant, isCertain: boolean): void {
    const minimums = this.#minimums.get(id) ?? [];
    const before = minimums.at(-1)?.min ?? first;
    if (!isCertain) return this.mayFall({ pool: id, from: at, until: at.add(FOR_EVER), min });
    this.#minimums.set(id, [...minimums, { since: at, min }]);
    this.mayFall({ pool: id, from: at, until: at.add({ minutes: SKEW.standstill }), min: before });
  }

  minimumOf({ id, min }: StormPool, at: Temporal.Instant): number {
    return this.#minimums.get(id)?.findLast(({ since }) => !isBefore(at, since))?.min ?? min;
  }

  /** The fewest nodes that may be ready after an act at some instant, whichever clock one goes by and whoever was heard. */
  lowestAt(pool: StormPool, at: Temporal.Instant): number {
    const bounds = around(at);
    const minute = at.toZonedDateTimeISO('UTC').minute;
    const usual = minimumAt({ size: pool.size, min: this.minimumOf(pool, at) }, minute);
    const fallen = this.#may.filter((span) => span.pool === pool.id && overlaps(span, bounds)).map(({ min }) => min);
    const held = this.#must.filter((span) => span.pool === pool.id && covers(span, bounds)).map(({ min }) => min);
    return Math.max(Math.min(usual, ...fallen), ...held);
  }

  /** Was a pool certainly to be left alone? */
  isLeftAlone(pool: string, at: Temporal.Instant): boolean {
    return this.#alone.some((span) => span.pool === pool && covers(span, around(at)));
  }

  /** Did the policy of a pool certainly only observe? */
  isObserved(pool: string, at: Temporal.Instant): boolean {
    return this.#observed.some((span) => span.pool === pool && covers(span, around(at)));
  }

  /** Was everything certainly stopped? */
  isStopped(at: Temporal.Instant): boolean {
    return this.#stopped.some((span) => covers(span, around(at)));
  }

  /** Is everything stopped, now that somebody asks for something by hand? */
  isStopping(at: Temporal.Instant): boolean {
    return this.#stopped.some((span) => covers(span, { from: at, until: at }));
  }

  mayBeByHand(pool: string, at: Temporal.Instant): boolean {
    return this.#unanswered.some((span) => span.pool === pool && overlaps(span, { from: at, until: at }));
  }
}

type Bounds = Pick<Span, 'from' | 'until'>;

/** From when the evaluation of an act may have begun to when it may be by the clock of an app. */
function around(at: Temporal.Instant): Bounds {
  return { from: at.subtract({ minutes: SKEW.clocks + SKEW.standstill }), until: at.add({ minutes: SKEW.clocks }) };
}

function isBefore(a: Temporal.Instant, b: Temporal.Instant): boolean {
  return a.epochMilliseconds < b.epochMilliseconds;
}

function overlaps(span: Bounds, { from, until }: Bounds): boolean {
  return !isBefore(until, span.from) && !isBefore(span.until, from);
}

/** In the minute in which a span ends nobody knows what comes first. */
function covers(span: Bounds, { from, until }: Bounds): boolean {
  return !isBefore(from, span.from) && isBefore(until, span.until);
}
