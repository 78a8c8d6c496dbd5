/** Returns the next number of a sequence, from 0 up to but not including 1. */
export type Draw = () => number;

/**
 * A sequence that is the same for the same seed on every machine: Mulberry32 (T. Ettinger, 2017, public domain). Replays draw
 * from it what is random in Batch: the duration of a start, and which idle node takes a task.
 */
export function drawsFrom(seed: number): Draw {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    const first = Math.imul(state ^ (state >>> 15), state | 1);
    const second = first ^ (first + Math.imul(first ^ (first >>> 7), first | 61));
    return ((second ^ (second >>> 14)) >>> 0) / 2 ** 32;
  };
}

/** A draw from the standard normal distribution (G. E. P. Box, M. E. Muller, 1958). */
export function drawNormal(draw: Draw): number {
  let first = draw();
  while (first === 0) first = draw();
  return Math.sqrt(-2 * Math.log(first)) * Math.cos(2 * Math.PI * draw());
}
