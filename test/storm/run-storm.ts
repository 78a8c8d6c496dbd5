import { drawSteps } from './steps/draw-steps.ts';
import type { StormStep } from './steps/storm-step.ts';
import { POOLS, Storm } from './storm.ts';
import { startSystem } from './storm-system.ts';

/** What a storm came to. */
export interface StormRun {
  readonly seed: number;
  /** The steps that were made. */
  readonly steps: readonly StormStep[];
  readonly kills: number;
  readonly freezes: number;
  readonly crashes: number;
  readonly acts: number;
  readonly requests: number;
  /** How often people were answered what. */
  readonly answered: Readonly<Record<string, number>>;
  /** What broke a law; empty where none was. */
  readonly breaches: readonly string[];
}

export interface StormOptions {
  /** Pools, documents and messages are drawn from it. */
  readonly seed: number;
  /** The steps themselves, or how many are to be drawn from the seed. */
  readonly steps: readonly StormStep[] | number;
  /** Hears of each step before it is made. */
  readonly onStep?: (step: StormStep, number: number) => void;
}

/** Attacks two apps until all steps were made or a law is broken; then everything is healed, and has to come to rest. */
export async function runStorm({ seed, steps, onStep }: StormOptions): Promise<StormRun> {
  const planned = typeof steps === 'number' ? drawSteps(seed, { count: steps, pools: POOLS }) : steps;
  const system = await startSystem(seed);
  const storm = new Storm(system, seed);
  const made: StormStep[] = [];
  const { breaches, counts, byHand } = storm.stage;
  try {
    await storm.begin();
    for (const step of planned) {
      made.push(step);
      onStep?.(step, made.length);
      await storm.make(step);
      if (breaches.length > 0) break;
    }
    if (breaches.length === 0) await storm.end();
    const { kills, freezes, crashes } = counts;
    const answered = Object.fromEntries([...storm.stage.answered].toSorted());
    return {
      ...{ seed, steps: made, kills, freezes, crashes },
      acts: storm.acts,
      requests: byHand.size,
      answered,
      breaches,
    };
  } finally {
    await system.close();
  }
}
