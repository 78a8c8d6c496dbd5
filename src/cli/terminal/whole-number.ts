import { InvalidArgumentError } from '@commander-js/extra-typings';

/** A parser of an option that is a whole number from `least` to `most`, in decimal digits: `0x10`, `1e2` and `5.0` are none. */
export function wholeNumber(least: number, most?: number): (text: string) => number {
  return (text) => {
    const number = /^\d{1,15}$/.test(text) ? Number(text) : undefined;
    if (number !== undefined && number >= least && number <= (most ?? number)) return number;
    const range = most === undefined ? `from ${least} on` : `from ${least} to ${most}`;
    throw new InvalidArgumentError(`A whole number ${range} is expected.`);
  };
}
