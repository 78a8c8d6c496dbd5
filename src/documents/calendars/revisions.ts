import { type Component, rawValuesOf } from './components.ts';

/**
 * The events of a calendar without those that a later revision replaces: "the component with the highest numeric value for
 * the SEQUENCE property obsoletes all other revisions of the component with lower values"; if it is the same, the later
 * DTSTAMP does (https://datatracker.ietf.org/doc/html/rfc5546#section-2.1.5). If that is the same too, both are kept, unless
 * they are identical.
 */
export function currentRevisions(events: readonly Component[]): readonly Component[] {
  const byId = Map.groupBy(events, (event) => JSON.stringify([uidOf(event), rawValuesOf(event, 'recurrence-id')[0]]));
  return [...byId.values()].flatMap((revisions) => {
    const [first] = revisions;
    // Broken calendars have events without a UID; these are different events.
    if (first === undefined || revisions.length === 1 || uidOf(first) === '') return revisions;
    const sequence = Math.max(...revisions.map(sequenceOf));
    const latest = revisions.filter((event) => sequenceOf(event) === sequence);
    const stamp = latest.map(stampOf).reduce((a, b) => (a > b ? a : b));
    const current = latest.filter((event) => stampOf(event) === stamp);
    return [...new Map(current.map((event) => [event.lines.map(({ text }) => text).join('\n'), event])).values()];
  });
}

export function uidOf(event: Component): string {
  return rawValuesOf(event, 'uid')[0] ?? '';
}

function sequenceOf(event: Component): number {
  const text = rawValuesOf(event, 'sequence')[0] ?? '0';
  return /^\d{1,15}$/.test(text) ? Number(text) : 0;
}

/** Texts such as `20260101T000000Z` sort in the order of time. */
function stampOf(event: Component): string {
  return rawValuesOf(event, 'dtstamp')[0] ?? '';
}
