import type { Temporal } from 'temporal-polyfill';
import { minimumAt, SKEW, type StormPool } from './storm-pools.ts';

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
  readonly #minimum = new Map<string, number>();

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
    const before = this.#minimum.get(id) ?? first;
    if (!isCertain) return this.mayFall({ pool: id, from: at, until: at.add({ hours: 100_000 }), min });
    this.#minimum.set(id, min);
    this.mayFall({ pool: id, from: at, until: at.add({ minutes: SKEW.standstill }), min: before });
  }

  minimumOf({ id, min }: StormPool): number {
    return this.#minimum.get(id) ?? min;
  }

  /** The fewest nodes that may be ready after an act at some instant, whichever clock one goes by and whoever was heard. */
  lowestAt(pool: StormPool, at: Temporal.Instant): number {
    const slack = { minutes: SKEW.clocks + SKEW.standstill };
    const around = { from: at.subtract(slack), until: at.add({ minutes: SKEW.clocks }) };
    const minute = at.toZonedDateTimeISO('UTC').minute;
    const usual = minimumAt({ size: pool.size, min: this.minimumOf(pool) }, minute);
    const fallen = this.#may.filter((span) => span.pool === pool.id && overlaps(span, around)).map(({ min }) => min);
    const held = this.#must.filter((span) => span.pool === pool.id && covers(span, around)).map(({ min }) => min);
    return Math.max(Math.min(usual, ...fallen), ...held);
  }

  /** Was a pool certainly to be left alone? */
  isLeftAlone(pool: string, at: Temporal.Instant): boolean {
    const around = { from: at.subtract({ minutes: SKEW.clocks + SKEW.standstill }), until: at };
    return this.#alone.some((span) => span.pool === pool && covers(span, around));
  }

  mayBeByHand(pool: string, at: Temporal.Instant): boolean {
    return this.#unanswered.some((span) => span.pool === pool && overlaps(span, { from: at, until: at }));
  }
}

type Bounds = Pick<Span, 'from' | 'until'>;

function isBefore(a: Temporal.Instant, b: Temporal.Instant): boolean {
  return a.epochMilliseconds < b.epochMilliseconds;
}

function overlaps(span: Bounds, { from, until }: Bounds): boolean {
  return !isBefore(until, span.from) && !isBefore(span.until, from);
}

function covers(span: Bounds, { from, until }: Bounds): boolean {
  return !isBefore(from, span.from) && !isBefore(span.until, until);
}
