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
export function stepBudget(most: number, { what, whole, free = 0 }: StepPurpose): StepBudget {
  let spent = 0;
  const budget: StepBudget = {
    spend: (steps = 1) => {
      const before = Math.max(spent, free);
      spent += steps;
      if (spent > before) whole?.spend(spent - before);
      if (spent > most) throw new StepsSpent(budget, { most, what });
    },
    get spent() {
      return spent;
    },
    get left() {
      const ofWhole = whole === undefined ? Number.POSITIVE_INFINITY : whole.left + Math.max(0, free - spent);
      return Math.min(Math.max(0, most - spent), ofWhole);
    },
  };
  return budget;
}
