/** Days of the week by ISO 8601 number: 1 is Monday, 7 is Sunday. */
export type Weekday = 1 | 2 | 3 | 4 | 5 | 6 | 7;

const WEEK = ['MON', 'TUE', 'WED', 'THU', 'FRI', 'SAT', 'SUN'] as const;

/** Every valid text, with its weekdays. */
const NAMED: ReadonlyMap<string, readonly Weekday[]> = new Map([
  ...WEEK.map((day, index) => [day, [weekdayAt(index)]] as const),
  ...WEEK.flatMap((from, first) => WEEK.map((to, last) => [`${from}-${to}`, weekdaysFrom(first, last)] as const)),
]);

/**
 * The weekdays of a text such as `MON`, `MON-FRI` or `FRI-MON`, in the order of the range, which may wrap around the end of the
 * week; `undefined` if it is invalid. Letter case is ignored.
 */
export function weekdaysIn(text: string): readonly Weekday[] | undefined {
  return NAMED.get(text.toUpperCase());
}

/** The weekday of a name of three letters; `undefined` if there is none. */
export function weekdayNumber(name: string): Weekday | undefined {
  const index = (WEEK as readonly string[]).indexOf(name.toUpperCase());
  return index < 0 ? undefined : weekdayAt(index);
}

function weekdaysFrom(first: number, last: number): readonly Weekday[] {
  const length = ((last - first + 7) % 7) + 1;
  return Array.from({ length }, (_, offset) => weekdayAt((first + offset) % 7));
}

function weekdayAt(index: number): Weekday {
  return (index + 1) as Weekday;
}
