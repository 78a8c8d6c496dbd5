/**
 * How many steps a piece of work may still take. A step is a small, bounded amount of work, so steps bound the time on any
 * machine.
 */
export interface StepBudget {
  /** Takes steps. @throws StepsSpent if fewer are left */
  spend(steps?: number): void;
  /** How many steps have been taken. */
  readonly spent: number;
  /** How many steps are left. */
  readonly left: number;
}

/** Work was stopped because its input needs more steps than are allowed. */
export class StepsSpent extends Error {
  /** The exhausted budget: that of a part, or one that contains it. */
  readonly budget: StepBudget;

  constructor(budget: StepBudget, { most, what }: { readonly most: number; readonly what: string }) {
    super(`${what} takes more than ${most} steps`);
    this.name = 'StepsSpent';
    this.budget = budget;
  }
}

/** The purpose of a budget. */
export interface StepPurpose {
  /** In words: `laying out the schedule "night"`. */
  readonly what: string;
  /** The budget that contains this one: steps taken here are taken there too. */
  readonly whole?: StepBudget | undefined;
  /**
   * The number of its first steps that are not taken from the whole, so that a small piece of work never fails because others
   * have used up the whole.
   */
  readonly free?: number | undefined;
}

/** A budget of `most` steps. */
export function stepBudget(most: number, purpose: StepPurpose): StepBudget {
  return new Steps(most, purpose);
}

// A class on purpose: one is made for each schedule that is parsed, and an object with getters takes thirty times as long to
// make.
class Steps implements StepBudget {
  readonly #most: number;
  readonly #purpose: StepPurpose;
  #spent = 0;

  constructor(most: number, purpose: StepPurpose) {
    this.#most = most;
    this.#purpose = purpose;
  }

  spend(steps = 1): void {
    const { what, whole, free = 0 } = this.#purpose;
    const before = Math.max(this.#spent, free);
    this.#spent += steps;
    if (this.#spent > before) whole?.spend(this.#spent - before);
    if (this.#spent > this.#most) throw new StepsSpent(this, { most: this.#most, what });
  }

  get spent(): number {
    return this.#spent;
  }

  get left(): number {
    const { whole, free = 0 } = this.#purpose;
    const ofWhole = whole === undefined ? Number.POSITIVE_INFINITY : whole.left + Math.max(0, free - this.#spent);
    return Math.min(Math.max(0, this.#most - this.#spent), ofWhole);
  }
}
