import { type Chances, HORIZONS, LAST_HORIZON } from './horizons.ts';
import { LEVEL_FEATURES, levelFeatures } from './level-features.ts';
import { type LevelHistory, neededAt } from './level-history.ts';

/**
 * Learns how soon a level of demand is needed again where counts are too few: a logistic regression for each step of the
 * horizon, given that the earlier steps have passed (a discrete-time hazard), updated with every sample by AdaGrad (J. Duchi,
 * E. Hazan, Y. Singer, Adaptive subgradient methods, JMLR 12, 2011). Mutated in place.
 */
export interface LogisticHazard {
  /** By step and feature. */
  readonly weights: Float64Array;
  /** Sums of squared gradients, by step and feature. */
  readonly squares: Float64Array;
  /** The sampled levels of each of the last minutes; 0 means none. */
  readonly sampled: Int16Array;
  /** Their features. */
  readonly samples: Float32Array;
  /** The state of the generator that chooses the levels to sample. */
  seed: number;
}

const STEPS = HORIZONS.length;
const KEPT = LAST_HORIZON + 1;
/** How many levels are sampled in a minute: the one above the need, and others at random, near ones more often. */
export const SAMPLES = 3;
const RATE = 0.02;
const FIRST_SQUARES = 0.01;
/** Shrinks weights without evidence to zero. */
const SHRINK = 1e-5;
const FIRST_SEED = 20_240_229;

const scratch = new Float64Array(LEVEL_FEATURES);

/** A regression without observations: the less time has passed since a level was needed, the sooner it is needed again. */
export function newLogistic(): LogisticHazard {
  const weights = new Float64Array(STEPS * LEVEL_FEATURES);
  for (let step = 0; step < STEPS; step++) {
    const horizon = HORIZONS[step] ?? 0;
    const width = horizon - (HORIZONS[step - 1] ?? 0);
    const chance = width / (horizon + 25);
    weights[step * LEVEL_FEATURES] = Math.log(chance / (1 - chance)) + 1.2;
    weights[step * LEVEL_FEATURES + 1] = -0.35;
  }
  return {
    weights,
    squares: new Float64Array(STEPS * LEVEL_FEATURES).fill(FIRST_SQUARES),
    sampled: new Int16Array(KEPT * SAMPLES),
    samples: new Float32Array(KEPT * SAMPLES * LEVEL_FEATURES),
    seed: FIRST_SEED,
  };
}

/** Learns from the outcomes of the levels that were sampled 90 minutes ago, and samples levels of the last minute. */
export function learnLogistic(logistic: LogisticHazard, history: LevelHistory): void {
  const then = history.minute - LAST_HORIZON;
  for (let index = 0; index < SAMPLES; index++) {
    const sample = slotOf(then, index);
    const level = then < 0 ? 0 : (logistic.sampled[sample] ?? 0);
    if (level > 0) learn(logistic, sample, minutesUntilNeeded(history, then, level));
  }
  for (let index = 0; index < SAMPLES; index++) takeSample(logistic, history, index);
}

/** Removes the samples whose outcome is open: after a gap, it is not known. */
export function forgetSamples({ sampled }: LogisticHazard): void {
  sampled.fill(0);
}

/** The chances that a level above the current need is needed within each horizon. */
export function logisticChances(
  { weights }: LogisticHazard,
  history: LevelHistory,
  { level, into }: { readonly level: number; readonly into: Chances },
): void {
  levelFeatures(history, level, scratch);
  let survival = 1;
  for (let step = 0; step < STEPS; step++) {
    let sum = 0;
    for (let feature = 0; feature < LEVEL_FEATURES; feature++) {
      sum += (weights[step * LEVEL_FEATURES + feature] ?? 0) * (scratch[feature] ?? 0);
    }
    survival *= 1 - logistic(sum);
    into[step] = 1 - survival;
  }
}

function takeSample(model: LogisticHazard, history: LevelHistory, index: number): void {
  const sample = slotOf(history.minute, index);
  const above = history.levels - history.needed;
  if (above <= 0) {
    model.sampled[sample] = 0;
    return;
  }
  const reach = index === 0 ? 1 : Math.floor(2 ** (nextRandom(model) * Math.log2(above + 1)));
  const level = history.needed + Math.max(1, Math.min(above, reach));
  model.sampled[sample] = level;
  levelFeatures(history, level, scratch);
  model.samples.set(scratch, sample * LEVEL_FEATURES);
}

function minutesUntilNeeded(history: LevelHistory, since: number, level: number): number {
  for (let ahead = 1; ahead <= LAST_HORIZON; ahead++) if (neededAt(history, since + ahead) >= level) return ahead;
  return Number.POSITIVE_INFINITY;
}

function learn(model: LogisticHazard, sample: number, minutes: number): void {
  for (let step = 0; step < STEPS; step++) {
    const isReached = minutes <= (HORIZONS[step] ?? 0);
    descend(model, { step, sample, reached: isReached ? 1 : 0 });
    if (isReached) return;
  }
}

function descend(
  { weights, squares, samples }: LogisticHazard,
  { step, sample, reached }: { readonly step: number; readonly sample: number; readonly reached: number },
): void {
  const base = step * LEVEL_FEATURES;
  const from = sample * LEVEL_FEATURES;
  let sum = 0;
  for (let feature = 0; feature < LEVEL_FEATURES; feature++) {
    sum += (weights[base + feature] ?? 0) * (samples[from + feature] ?? 0);
  }
  const error = logistic(sum) - reached;
  for (let feature = 0; feature < LEVEL_FEATURES; feature++) {
    const weight = weights[base + feature] ?? 0;
    const gradient = error * (samples[from + feature] ?? 0) + SHRINK * weight;
    const square = (squares[base + feature] ?? 0) + gradient * gradient;
    squares[base + feature] = square;
    weights[base + feature] = weight - (RATE * gradient) / Math.sqrt(square);
  }
}

function slotOf(minute: number, index: number): number {
  return (minute % KEPT) * SAMPLES + index;
}

function logistic(value: number): number {
  return 1 / (1 + Math.exp(-value));
}

/** The next number of a sequence in [0, 1) that is the same on every machine (a linear congruential generator, modulus 2^32). */
function nextRandom(model: LogisticHazard): number {
  model.seed = (Math.imul(model.seed, 1_664_525) + 1_013_904_223) >>> 0;
  return model.seed / 2 ** 32;
}
