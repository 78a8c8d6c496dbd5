import type { Component, ContentLine } from './components.ts';

/** Properties that do not affect when an event takes place; broken calendars wrap their texts without a leading space. */
const TEXTS = /^(?:description|summary|location|comment|contact|organizer|attendee|attach|url|x-.*)$/;

/** A line that begins with one of these was meant as that property: without it, the event would hold on the wrong days. */
const MEANT =
  /^\s*(?:DTSTART|DTEND|DURATION|RRULE|RDATE|EXDATE|EXRULE|RECURRENCE-ID|STATUS|UID|SEQUENCE|CATEGORIES)\b/i;

/** A line that is not iCalendar and cannot be the continuation of a text; `undefined` if there is none. */
export function strayLine(component: Component): ContentLine | undefined {
  for (const { line, text } of unnamedLines(component)) {
    if (text === undefined || MEANT.test(line.text)) return line;
  }
  return undefined;
}

/** The lines that continue the text of a property. */
export function restOf(component: Component, name: string): readonly string[] {
  return [...unnamedLines(component)].flatMap(({ line, text }) => (text === name ? [line.text] : []));
}

/**
 * Lines without a name, each with the property whose text it belongs to: its own, if it only lacks its colon, or else the
 * last one before it.
 */
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
