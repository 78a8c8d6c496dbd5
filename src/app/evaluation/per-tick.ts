import type { Temporal } from 'temporal-polyfill';

/** Caches what was read at a tick for all its evaluations, by key. Only the latest tick is cached, and no failure. */
export function perTick<Value>(
  read: (tick: Temporal.Instant, key: string) => Promise<Value>,
): (tick: Temporal.Instant, key: string) => Promise<Value> {
  let remembered: { readonly tick: Temporal.Instant; readonly values: Map<string, Promise<Value>> } | undefined;
  return (tick, key) => {
    if (remembered === undefined || !remembered.tick.equals(tick)) remembered = { tick, values: new Map() };
    const { values } = remembered;
    const known = values.get(key);
    if (known !== undefined) return known;
    const value = read(tick, key);
    values.set(key, value);
    value.catch(() => values.delete(key));
    return value;
  };
}
