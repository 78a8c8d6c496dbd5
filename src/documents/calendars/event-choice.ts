import { matchesGlob } from '../../core/glob.ts';
import type { EventTexts } from './event.ts';

/** What the texts of an event must be like; each pattern that is there. */
export interface EventPattern {
  readonly summary?: string | undefined;
  /** One of its categories. */
  readonly categories?: string | undefined;
  readonly description?: string | undefined;
}

/** Which events of a calendar count. */
export interface EventChoice {
  /** Only those that are like this; all of them without it. */
  readonly match: EventPattern | undefined;
  /** And of them none that is like this. */
  readonly except: EventPattern | undefined;
}

/** Does an event count? */
export function isChosen({ match, except }: EventChoice, texts: () => EventTexts): boolean {
  return (match === undefined || isLike(match, texts())) && (except === undefined || !isLike(except, texts()));
}

function isLike(pattern: EventPattern, { summary, description, categories }: EventTexts): boolean {
  return (
    matches(pattern.summary, [summary]) &&
    matches(pattern.description, [description]) &&
    matches(pattern.categories, categories)
  );
}

function matches(pattern: string | undefined, texts: readonly string[]): boolean {
  return pattern === undefined || texts.some((text) => matchesGlob(pattern, text));
}
