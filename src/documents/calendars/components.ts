import ICAL from 'ical.js';
import type { StepBudget } from '../../core/step-budget.ts';
import { CalendarFault } from './calendar-fault.ts';

/** A property of a component, such as `DTSTART;TZID=Europe/Berlin:20261224T100000`. Names are in lower case. */
export interface Property {
  readonly name: string;
  readonly parameters: Readonly<Record<string, unknown>>;
  /** As jCal writes them (https://datatracker.ietf.org/doc/html/rfc7265), without escapes. */
  readonly values: readonly unknown[];
  /** The values as the calendar writes them; those of dates and times, which have no escapes. */
  readonly raw: readonly string[];
}

/** A line of a component, unfolded but not parsed: a line that is not used may contain anything. */
export interface ContentLine {
  /** In lower case; empty if the line has no valid name. */
  readonly name: string;
  readonly text: string;
}

/** A component of a calendar, such as VEVENT, with its nested components. */
export interface Component {
  readonly name: string;
  readonly lines: readonly ContentLine[];
  readonly components: readonly Component[];
}

// Broken calendars write `DTSTART:20261224` for a date; it is read as one. An invalid date is detected when it is used.
ICAL.design.strict = false;

/**
 * Splits a text of one or more iCalendar objects (RFC 5545) into components and their lines.
 * @throws CalendarFault if it is not iCalendar, or is cut off
 * @throws StepsSpent if it has more lines than the budget allows
 */
export function readCalendars(text: string, budget: StepBudget): readonly Component[] {
  if (!/^\uFEFF?\s*BEGIN:VCALENDAR/i.test(text)) throw new CalendarFault('it does not begin with BEGIN:VCALENDAR');
  const root = component('');
  const open: OpenComponent[] = [root];
  for (const line of contentLines(text, budget)) {
    takeLine(open, line);
  }
  if (open.length > 1) throw new CalendarFault(`it is not iCalendar: it has no END:${shown(open.at(-1)?.name ?? '')}`);
  const other = root.components.find(({ name }) => name !== 'vcalendar');
  if (root.lines.length > 0 || other !== undefined)
    throw new CalendarFault('it is not iCalendar: there is something beside BEGIN:VCALENDAR');
  return root.components;
}

/** Begins a component, ends the open one, or adds a line to it. */
function takeLine(open: OpenComponent[], line: ContentLine): void {
  const within = open.at(-1);
  const component = line.name === 'begin' || line.name === 'end' ? componentNamedBy(line) : undefined;
  if (within === undefined || component === undefined) within?.lines.push(line);
  else if (line.name === 'begin') open.push(beginIn(within, component, open.length));
  else if (component === within.name) open.pop();
  else throw new CalendarFault(`it is not iCalendar: END:${shown(component)} without its BEGIN`);
}

/** The component that a BEGIN or END names, in lower case; `undefined` if it names none. */
function componentNamedBy({ text }: ContentLine): string | undefined {
  return /^(?:begin|end):\s*(\S+)\s*$/i.exec(text)?.[1]?.toLowerCase();
}

/** The first line of a property, parsed; `undefined` if there is none. @throws CalendarFault if it cannot be parsed */
export function propertyOf({ lines }: Component, name: string): Property | undefined {
  const line = lines.find((one) => one.name === name);
  return line === undefined ? undefined : readProperty(line);
}

/** The first value of a property as a string; `undefined` if there is none. @throws CalendarFault if it cannot be parsed */
export function textOf(from: Component, name: string): string | undefined {
  const value = propertyOf(from, name)?.values[0];
  return value === undefined ? undefined : String(value);
}

/** All lines of a property, parsed; empty ones are skipped. @throws CalendarFault if one cannot be parsed */
export function propertiesOf({ lines }: Component, name: string): readonly Property[] {
  return lines.filter((line) => line.name === name && valueIn(line) !== '').map(readProperty);
}

/** The values of all lines of a property as written, without parameters; empty ones are skipped. */
export function rawValuesOf({ lines }: Component, name: string): readonly string[] {
  return lines.filter((line) => line.name === name).flatMap((line) => valueIn(line) || []);
}

interface OpenComponent extends Component {
  readonly lines: ContentLine[];
  readonly components: OpenComponent[];
}

const DEEPEST = 8;

function component(name: string): OpenComponent {
  return { name, lines: [], components: [] };
}

function beginIn(parent: OpenComponent, name: string, depth: number): OpenComponent {
  if (depth > DEEPEST) throw new CalendarFault('it is not iCalendar: its components are nested too deeply');
  const begun = component(name);
  parent.components.push(begun);
  return begun;
}

/** Reading a line takes about as long as checking this many dates. */
const STEPS_A_LINE = 3;

function* contentLines(text: string, budget: StepBudget): Generator<ContentLine> {
  // Calendars from adapters are already unfolded; a text in a schedule may not be.
  const unfolded = text.replace(/^\uFEFF/, '').replaceAll(/\r?\n[ \t]/g, '');
  for (const line of linesIn(unfolded)) {
    budget.spend(STEPS_A_LINE);
    if (line.trim() !== '') yield { name: nameOf(line), text: line };
  }
}

const LINE_FEED = 10;
const CARRIAGE_RETURN = 13;

/**
 * Yields one line after the other, so that a text that is too long costs only what is read of it. A line ends with CR LF, LF
 * or CR. It compares character codes: a regular expression with a match for each line took three times as long.
 */
function* linesIn(text: string): Generator<string> {
  let begins = 0;
  for (let at = 0; at < text.length; at += 1) {
    const code = text.charCodeAt(at);
    if (code !== LINE_FEED && code !== CARRIAGE_RETURN) continue;
    yield text.slice(begins, at);
    if (code === CARRIAGE_RETURN && text.charCodeAt(at + 1) === LINE_FEED) at += 1;
    begins = at + 1;
  }
  yield text.slice(begins);
}

const COLON = 58;
const SEMICOLON = 59;

/** The name at the start of a line, in lower case: letters, digits and hyphens up to a colon or semicolon. */
function nameOf(line: string): string {
  for (let at = 0; at < line.length; at += 1) {
    const code = line.charCodeAt(at);
    if (isOfName(code)) continue;
    return code === COLON || code === SEMICOLON ? line.slice(0, at).toLowerCase() : '';
  }
  return '';
}

/** Is a character one of `A-Z`, `a-z`, `0-9` and the hyphen? */
function isOfName(code: number): boolean {
  const letter = code | 32;
  return (letter >= 97 && letter <= 122) || (code >= 48 && code <= 57) || code === 45;
}

/** The text after the colon that ends the parameters; a quoted parameter may contain colons. */
function valueIn({ text }: ContentLine): string {
  let isQuoted = false;
  for (let index = 0; index < text.length; index += 1) {
    if (text[index] === '"') isQuoted = !isQuoted;
    if (text[index] === ':' && !isQuoted) return text.slice(index + 1).trim();
  }
  return '';
}

/** https://datatracker.ietf.org/doc/html/rfc7265#section-3.4 */
type JcalProperty = readonly [
  name: string,
  parameters: Readonly<Record<string, unknown>>,
  type: string,
  ...values: readonly unknown[],
];

function readProperty(line: ContentLine): Property {
  const { name, text } = line;
  try {
    const [, parameters, , ...values] = ICAL.parse.property(text) as unknown as JcalProperty;
    return { name, parameters, values, raw: valueIn(line).split(',') };
  } catch (error) {
    throw new CalendarFault(`${name.toUpperCase()} cannot be read: ${(error as Error).message}`, { cause: error });
  }
}

function shown(name: string): string {
  return name.toUpperCase().slice(0, 40);
}
