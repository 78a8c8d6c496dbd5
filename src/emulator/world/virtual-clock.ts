import type { Temporal } from 'temporal-polyfill';

/** Milliseconds of a monotonic wall clock, such as `performance.now()`. */
export type WallClock = () => number;

/**
 * The time of the emulated world. It runs with the wall clock at `speed` virtual seconds a second; at speed 0 it stands
 * still until it is moved.
 */
export class VirtualClock {
  readonly #wall: WallClock;
  #speed: number;
  #base: Temporal.Instant;
  #wallAtBase: number;

  constructor({
    start,
    speed,
    wall,
  }: { readonly start: Temporal.Instant; readonly speed: number; readonly wall: WallClock }) {
    this.#wall = wall;
    this.#speed = speed;
    this.#base = start;
    this.#wallAtBase = wall();
  }

  get speed(): number {
    return this.#speed;
  }

  now(): Temporal.Instant {
    const elapsed = (this.#wall() - this.#wallAtBase) * this.#speed;
    return this.#base.add({ milliseconds: Math.floor(elapsed) });
  }

  /** Jumps ahead, whether the clock runs or stands. */
  advance(duration: Temporal.Duration): void {
    this.jumpTo(this.now().add(duration));
  }

  /** Goes on from an instant, at the same speed. */
  jumpTo(instant: Temporal.Instant): void {
    this.#base = instant;
    this.#wallAtBase = this.#wall();
  }

  setSpeed(speed: number): void {
    this.jumpTo(this.now());
    this.#speed = speed;
  }
}
