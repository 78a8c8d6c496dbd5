/** What a piece of work may still cost, in steps. A step is a small, bounded amount of work, so steps bound time on any machine. */
export interface StepBudget {
  /** Takes steps off. @throws StepsSpent when fewer are left */
  spend(steps?: number): void;
  /** How many steps have been taken off so far. */
  readonly spent: number;
  /** How many are left. */
  readonly left: number;
}

/** Work was stopped because its text asks for more steps than it is allowed. */
export class StepsSpent extends Error {
  /** The budget that was spent: of a part, or of all that the part belongs to. */
  readonly budget: StepBudget;

  constructor(budget: StepBudget, { most, what }: { readonly most: number; readonly what: string }) {
    super(`${what} takes more than ${most} steps`);
    this.name = 'StepsSpent';
    this.budget = budget;
  }
}

/** What a budget is for. */
export interface StepPurpose {
  /** As people read it: `laying out the schedule "night"`. */
  readonly what: string;
  /** The budget of everything that it is a part of: what is spent here is spent there too. */
  readonly whole?: StepBudget | undefined;
  /** So many of its first steps the whole does not pay for: what takes no more never suffers from what others have spent. */
  readonly free?: number | undefined;
}

/** A budget of `most` steps. */
export function stepBudget(most: number, purpose: StepPurpose): StepBudget {
  return new Steps(most, purpose);
}

// On purpose a class: some are made for each schedule that is read, and an object with getters takes thirty times as long to make.
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
