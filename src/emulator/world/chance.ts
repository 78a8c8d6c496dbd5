import { uniformFloat64 } from 'pure-rand/distribution/uniformFloat64';
import { uniformInt } from 'pure-rand/distribution/uniformInt';
import { xoroshiro128plus } from 'pure-rand/generator/xoroshiro128plus';

/** The source of all random values; the same seed gives the same world. */
export interface Chance {
  /** A whole number from `min` to `max`, both included. */
  integer(min: number, max: number): number;
  /** A number from the standard normal distribution. */
  normal(): number;
  /** Hexadecimal digits. */
  hex(digits: number): string;
}

/** A source of random values from a seed. */
export function chanceFrom(seed: number): Chance {
  const generator = xoroshiro128plus(seed);
  return {
    integer: (min, max) => uniformInt(generator, min, max),
    // Box-Muller; 1 - u keeps the logarithm away from zero.
    normal: () =>
      Math.sqrt(-2 * Math.log(1 - uniformFloat64(generator))) * Math.cos(2 * Math.PI * uniformFloat64(generator)),
    hex: (digits) => Array.from({ length: digits }, () => uniformInt(generator, 0, 15).toString(16)).join(''),
  };
}

/** Draws whether an event with a probability of 0 to 1 happens, to a millionth. */
export function happens(chance: Chance, probability: number): boolean {
  return chance.integer(1, 1_000_000) <= probability * 1_000_000;
}
