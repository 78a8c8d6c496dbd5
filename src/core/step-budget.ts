/** What a piece of work may still cost, in steps. A step is a small, bounded amount of work, so steps bound time on any machine. */
export interface StepBudget {
  /** Takes steps off. @throws StepsSpent when fewer are left */
  spend(steps?: number): void;
  /** How many steps have been taken off so far. */
  readonly spent: number;
}

/** Work was stopped because its text asks for more steps than it is allowed. */
export class StepsSpent extends Error {
  /** The budget that was spent: of a part, or of all that the part belongs to. */
  readonly budget: StepBudget;

  constructor(budget: StepBudget, most: number) {
    super(`it takes more than ${most} steps`);
    this.name = 'StepsSpent';
    this.budget = budget;
  }
}

/** A budget of `most` steps. What is spent of it is also spent of `whole`, the budget of everything that it is a part of. */
export function stepBudget(most: number, whole?: StepBudget): StepBudget {
  let spent = 0;
  const budget: StepBudget = {
    spend: (steps = 1) => {
      spent += steps;
      if (spent > most) throw new StepsSpent(budget, most);
      whole?.spend(steps);
    },
    get spent() {
      return spent;
    },
  };
  return budget;
}
