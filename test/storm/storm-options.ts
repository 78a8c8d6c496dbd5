import { readFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { invalidValue, wholeNumber } from '../support/script-options.ts';
import type { StormStep } from './steps/storm-step.ts';

export const USAGE = `Usage: npm run storm -- [options]
  --seed N           pools, documents, messages and steps are drawn from it (1)
  --seeds FROM-TO    makes a storm of each seed, one after the other: a line for each, and one for all of them
  --steps N          how many steps are drawn for each seed (200)
  --script FILE      makes the seed and the steps again that a run has written
  --shrink N         after a law was broken: how often steps are left out and the rest is tried again (40; 0 with --seeds)
  --json             prints what each run came to as JSON
  --verbose          tells each step before it is made, and how people were answered
  --help             prints this
`;

/** A storm that can be made again. */
export interface Script {
  readonly seed: number;
  /** The steps themselves, or how many are drawn from the seed. */
  readonly steps: readonly StormStep[] | number;
}

/** What a call asks for. */
export interface StormOptions {
  readonly storms: readonly Script[];
  readonly shrink: number;
  readonly json: boolean;
  readonly verbose: boolean;
  readonly help: boolean;
}

/** Reads the options of a call. @throws TypeError that names the option, as parseArgs throws it */
export function readStormOptions(args: readonly string[]): StormOptions {
  const { values } = parseArgs({
    args: [...args],
    options: {
      seed: { type: 'string', default: '1' },
      seeds: { type: 'string' },
      steps: { type: 'string', default: '200' },
      script: { type: 'string' },
      shrink: { type: 'string' },
      json: { type: 'boolean', default: false },
      verbose: { type: 'boolean', default: false },
      help: { type: 'boolean', default: false },
    },
  });
  const { json, verbose, help, script } = values;
  const steps = wholeNumber('steps', values.steps);
  const seeds = values.seeds === undefined ? [wholeNumber('seed', values.seed)] : seedsIn(values.seeds);
  return {
    storms:
      script === undefined
        ? seeds.map((seed) => ({ seed, steps }))
        : [JSON.parse(readFileSync(script, 'utf8')) as Script],
    shrink: wholeNumber('shrink', values.shrink ?? (values.seeds === undefined ? '40' : '0')),
    ...{ json, verbose, help },
  };
}

/** `20001-20003` */
function seedsIn(text: string): readonly number[] {
  const [, from, to] = /^(\d{1,15})-(\d{1,15})$/.exec(text)?.map(Number) ?? [];
  if (from === undefined || to === undefined || to < from)
    throw invalidValue('seeds', `two whole numbers such as 1-9`, text);
  return Array.from({ length: to - from + 1 }, (_, index) => from + index);
}
