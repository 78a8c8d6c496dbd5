import { matchesGlob } from '../../core/glob.ts';
import type { StepBudget } from '../../core/step-budget.ts';
import type { EventTexts } from './event.ts';

/** The patterns that the texts of an event must match; `undefined` matches everything. */
export interface EventPattern {
  readonly summary?: string | undefined;
  /** Matches one of its categories. */
  readonly categories?: string | undefined;
  readonly description?: string | undefined;
}

/** Selects events of a calendar. */
export interface EventChoice {
  /** Only events that match; all events if `undefined`. */
  readonly match: EventPattern | undefined;
  /** Without the events that match this. */
  readonly except: EventPattern | undefined;
}

/** Is an event selected? Its texts may be long, or many: comparing them takes steps. @throws StepsSpent */
export function isChosen({ match, except }: EventChoice, texts: () => EventTexts, budget: StepBudget): boolean {
  const isLike = (pattern: EventPattern) => {
    const { summary, description, categories } = texts();
    return (
      matches(pattern.summary, [summary], budget) &&
      matches(pattern.description, [description], budget) &&
      matches(pattern.categories, categories, budget)
    );
  };
  return (match === undefined || isLike(match)) && (except === undefined || !isLike(except));
}

/** Comparing this many characters takes about as long as checking a date. */
const CHARACTERS_A_STEP = 64;

function matches(pattern: string | undefined, texts: readonly string[], budget: StepBudget): boolean {
  if (pattern === undefined) return true;
  return texts.some((text) => {
    budget.spend(1 + Math.floor((pattern.length + text.length) / CHARACTERS_A_STEP));
    return matchesGlob(pattern, text);
  });
}
