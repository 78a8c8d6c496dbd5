/**
 * A count with what is counted: `1 node`, `3 nodes`. `many` where an `s` does not make the plural, or a verb follows:
 * `counted(1, 'slot waits', 'slots wait')`.
 */
export function counted(count: number, one: string, many = `${one}s`): string {
  return `${count} ${count === 1 ? one : many}`;
}
