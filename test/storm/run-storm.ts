import { inTime } from './in-time.ts';
import { drawSteps } from './steps/draw-steps.ts';
import type { StormStep } from './steps/storm-step.ts';
import { POOLS, Storm } from './storm.ts';
import type { StormCounts } from './storm-counts.ts';
import type { Script } from './storm-options.ts';
import { startSystem } from './storm-system.ts';

/** What a storm came to. */
export interface StormRun {
  readonly seed: number;
  /** The steps that were made. */
  readonly steps: readonly StormStep[];
  readonly counts: StormCounts;
  /** How often people were answered what. */
  readonly answered: Readonly<Record<string, number>>;
  /** What broke a law; empty where none was. */
  readonly breaches: readonly string[];
}

/** Hears of each step before it is made, and what the storm has come to by then. */
export type OnStep = (step: StormStep, before: StormCounts) => void;

/** How often a storm is begun that cannot begin: its laws hold from its first step on. */
const BEGINNINGS = 3;

/** Attacks two apps until all steps were made or a law is broken; then everything is healed, and has to come to rest. */
export async function runStorm(script: Script, onStep: OnStep = () => undefined): Promise<StormRun> {
  for (let beginning = 1; ; beginning += 1) {
    const system = await startSystem(script.seed);
    try {
      const storm = new Storm(system, script.seed);
      const { breaches } = storm.stage;
      await inTime(storm.stage, 'The beginning', () => storm.begin());
      if (breaches.length === 0 || beginning === BEGINNINGS) return await attack(storm, script, onStep);
    } finally {
      await system.close();
    }
  }
}

async function attack(storm: Storm, { seed, steps }: Script, onStep: OnStep): Promise<StormRun> {
  const planned = typeof steps === 'number' ? drawSteps(seed, { count: steps, pools: POOLS }) : steps;
  const made: StormStep[] = [];
  const { breaches, counts, byHand, answered } = storm.stage;
  const countsNow = () => {
    const { kills, freezes, crashes } = counts;
    return { steps: made.length, kills, freezes, crashes, acts: storm.acts, requests: byHand.size };
  };
  for (const step of planned) {
    if (breaches.length > 0) break;
    onStep(step, countsNow());
    made.push(step);
    await inTime(storm.stage, `Step ${made.length}, ${JSON.stringify(step)}`, () => storm.make(step));
  }
  if (breaches.length === 0) await storm.end();
  return {
    ...{ seed, steps: made, counts: countsNow(), breaches },
    answered: Object.fromEntries([...answered].toSorted()),
  };
}
