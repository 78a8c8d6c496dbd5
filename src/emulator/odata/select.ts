/** Reduces an item to the members in `$select`, a comma-separated list; keeps all without it, or for `*`. */
export function select<Item extends object>(item: Item, names: string | undefined): Partial<Item> {
  if (names === undefined || names.trim() === '') return item;
  const wanted = new Set(names.split(',').map((name) => name.trim()));
  if (wanted.has('*')) return item;
  return Object.fromEntries(Object.entries(item).filter(([name]) => wanted.has(name))) as Partial<Item>;
}
