/** The members of a received value; none if it is no object. */
export function membersOf(wire: unknown): Readonly<Record<string, unknown>> {
  return (typeof wire === 'object' && wire !== null ? wire : {}) as Readonly<Record<string, unknown>>;
}

/** The items of a received value; none if it is no list. */
export function itemsOf(wire: unknown): readonly unknown[] {
  return Array.isArray(wire) ? wire : [];
}
