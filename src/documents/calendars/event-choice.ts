import { matchesGlob } from '../../core/glob.ts';
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

/** Is an event selected? */
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
