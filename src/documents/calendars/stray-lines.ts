import type { Component, ContentLine } from './components.ts';

/** Properties that say nothing about when an event takes place, and whose texts broken calendars wrap without a blank in front. */
const TEXTS = /^(?:description|summary|location|comment|contact|organizer|attendee|attach|url|x-.*)$/;

/** A line that begins like one of these was meant to be it: to pass over it would hold the event on the wrong days. */
const MEANT =
  /^\s*(?:DTSTART|DTEND|DURATION|RRULE|RDATE|EXDATE|EXRULE|RECURRENCE-ID|STATUS|UID|SEQUENCE|CATEGORIES)\b/i;

/** A line that is none of iCalendar, and that cannot be taken for the rest of a text either; `undefined` without one. */
export function strayLine(component: Component): ContentLine | undefined {
  for (const { line, text } of unnamedLines(component)) {
    if (text === undefined || MEANT.test(line.text)) return line;
  }
  return undefined;
}

/** The lines behind a text that are the rest of it. */
export function restOf(component: Component, name: string): readonly string[] {
  return [...unnamedLines(component)].flatMap(({ line, text }) => (text === name ? [line.text] : []));
}

/** Lines without a name, each with the text it belongs to: its own, if it is one without its colon, or the last one before it. */
function* unnamedLines({ lines }: Component): Generator<{ line: ContentLine; text: string | undefined }> {
  let before: string | undefined;
  for (const line of lines) {
    if (line.name === '') yield { line, text: ownText(line) ?? before };
    else before = TEXTS.test(line.name) ? line.name : undefined;
  }
}

function ownText({ text }: ContentLine): string | undefined {
  const name = /^[A-Za-z0-9-]+(?==)/.exec(text)?.[0].toLowerCase();
  return name !== undefined && TEXTS.test(name) ? name : undefined;
}
