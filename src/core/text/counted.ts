/**
 * A number with its noun: `1 node`, `3 nodes`. Give `many` if the plural is not the singular with an `s`, or if a verb follows:
 * `counted(1, 'slot waits', 'slots wait')`.
 */
export function counted(count: number, one: string, many = `${one}s`): string {
  return `${count} ${count === 1 ? one : many}`;
}
