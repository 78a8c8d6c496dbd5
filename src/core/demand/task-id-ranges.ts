/** Whole numbers from one to another, both included. */
export interface TaskIdRange {
  readonly start: number;
  readonly end: number;
}

/** The id of a task as a number, if it is written as Batch compares it with ranges: `7`, but not `07`. */
export function numberIn(id: string): number | undefined {
  return /^(0|-?[1-9]\d*)$/.test(id) ? Number(id) : undefined;
}

/** Returns whether a number is in one of the ranges. A look takes a few steps, however many ranges there are. */
export function withinRanges(ranges: readonly TaskIdRange[]): (number: number) => boolean {
  const apart: TaskIdRange[] = [];
  const sorted = ranges.filter(({ start, end }) => start <= end).toSorted((a, b) => a.start - b.start);
  for (const { start, end } of sorted) {
    const last = apart.at(-1);
    if (last === undefined || start > last.end) apart.push({ start, end });
    else if (end > last.end) apart[apart.length - 1] = { start: last.start, end };
  }
  return (number) => {
    let [low, high] = [0, apart.length];
    while (low < high) {
      const middle = Math.floor((low + high) / 2);
      if ((apart[middle]?.end ?? number) < number) low = middle + 1;
      else high = middle;
    }
    const range = apart[low];
    return range !== undefined && range.start <= number;
  };
}
