/** The members of something that was sent; none of something that is no object. */
export function membersOf(wire: unknown): Readonly<Record<string, unknown>> {
  return (typeof wire === 'object' && wire !== null ? wire : {}) as Readonly<Record<string, unknown>>;
}

/** The items of something that was sent; none of something that is no list. */
export function itemsOf(wire: unknown): readonly unknown[] {
  return Array.isArray(wire) ? wire : [];
}
