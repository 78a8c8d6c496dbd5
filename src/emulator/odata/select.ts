/** Keeps of an item the members that `$select` names, a comma list; all of them without it, or where it names `*`. */
export function select<Item extends object>(item: Item, names: string | undefined): Partial<Item> {
  if (names === undefined || names.trim() === '') return item;
  const wanted = new Set(names.split(',').map((name) => name.trim()));
  if (wanted.has('*')) return item;
  return Object.fromEntries(Object.entries(item).filter(([name]) => wanted.has(name))) as Partial<Item>;
}
