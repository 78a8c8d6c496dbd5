import fc from 'fast-check';

/**
 * Holds many laws against the same sample: to make an input costs more than to look at it. A law that is broken is held
 * again against inputs of the same seed, so that the smallest that breaks it is shown.
 */
export function sharedSample<Input>(
  inputs: fc.Arbitrary<Input>,
  numRuns: number,
): (law: (input: Input) => void) => void {
  const parameters = { numRuns, seed: fc.sample(fc.integer(), 1)[0] ?? 0 };
  let sample: readonly Input[] | undefined;
  return (law) => {
    sample ??= fc.sample(inputs, parameters);
    try {
      for (const input of sample) law(input);
    } catch (error) {
      fc.assert(fc.property(inputs, law), parameters);
      throw error;
    }
  };
}
