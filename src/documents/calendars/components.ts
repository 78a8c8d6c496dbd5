import ICAL from 'ical.js';
import { CalendarFault } from './calendar-fault.ts';

/** A property of a component, such as `DTSTART;TZID=Europe/Berlin:20261224T100000`. Names are in small letters. */
export interface Property {
  readonly name: string;
  readonly parameters: Readonly<Record<string, unknown>>;
  /** As jCal writes them (https://datatracker.ietf.org/doc/html/rfc7265): `2026-12-24T10:00:00`, `["2026-…", "PT1H"]`. */
  readonly values: readonly unknown[];
}

/** A component of a calendar, such as VEVENT, with those in it. */
export interface Component {
  readonly name: string;
  readonly properties: readonly Property[];
  readonly components: readonly Component[];
}

// Broken calendars write `DTSTART:20261224` for a date: it is read as one. What is no date at all is found when it is used.
ICAL.design.strict = false;

/**
 * Reads a text of one or more iCalendar objects (RFC 5545) and gives what is in them.
 * @throws CalendarFault if it is none, or breaks off
 */
export function readComponents(text: string): readonly Component[] {
  const roots = parse(text);
  const other = roots.find(({ name }) => name !== 'vcalendar');
  if (roots.length === 0 || other !== undefined) throw new CalendarFault('it does not begin with BEGIN:VCALENDAR');
  return roots.flatMap(({ components }) => components);
}

/** The first value of a property as a text; `undefined` without such a property. */
export function textOf({ properties }: Component, name: string): string | undefined {
  const value = propertyOf({ properties }, name)?.values[0];
  return value === undefined ? undefined : String(value);
}

export function propertyOf({ properties }: Pick<Component, 'properties'>, name: string): Property | undefined {
  return properties.find((property) => property.name === name);
}

export function propertiesOf({ properties }: Component, name: string): readonly Property[] {
  return properties.filter((property) => property.name === name);
}

function parse(text: string): readonly Component[] {
  if (!/^\uFEFF?\s*BEGIN:VCALENDAR/i.test(text)) throw new CalendarFault('it does not begin with BEGIN:VCALENDAR');
  try {
    const parsed: unknown = ICAL.parse(text.trim());
    // One object is given as itself, several as a list.
    const roots = Array.isArray(parsed) && typeof parsed[0] === 'string' ? [parsed] : parsed;
    return (roots as readonly unknown[]).map(toComponent);
  } catch (error) {
    throw new CalendarFault(`it is not iCalendar: ${(error as Error).message}`, { cause: error });
  }
}

/** https://datatracker.ietf.org/doc/html/rfc7265#section-3.3 */
type JcalComponent = readonly [name: string, properties: readonly JcalProperty[], components: readonly unknown[]];
type JcalProperty = readonly [
  name: string,
  parameters: Readonly<Record<string, unknown>>,
  type: string,
  ...values: readonly unknown[],
];

function toComponent(jcal: unknown): Component {
  const [name, properties, components] = jcal as JcalComponent;
  return {
    name,
    properties: properties.map(([property, parameters, , ...values]) => ({ name: property, parameters, values })),
    components: components.map(toComponent),
  };
}
