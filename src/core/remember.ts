/**
 * A function that gives what `make` gave for the same key before. `make` must be pure. At most `most` answers are kept;
 * the oldest goes first, so that keys from outside cannot fill the memory.
 */
export function remember<Key, Value>(make: (key: Key) => Value, most: number): (key: Key) => Value {
  const kept = new Map<Key, { readonly value: Value }>();
  return (key) => {
    const known = kept.get(key);
    if (known !== undefined) return known.value;
    const value = make(key);
    const [oldest] = kept.size < most ? [] : kept.keys().take(1);
    if (oldest !== undefined) kept.delete(oldest);
    kept.set(key, { value });
    return value;
  };
}

/** The same for keys that are objects and never change: what was made of one is kept as long as the object itself is. */
export function rememberOf<Key extends object, Value>(make: (key: Key) => Value): (key: Key) => Value {
  const kept = new WeakMap<Key, { readonly value: Value }>();
  return (key) => {
    const known = kept.get(key);
    if (known !== undefined) return known.value;
    const value = make(key);
    kept.set(key, { value });
    return value;
  };
}

/** What is made when it is asked for first, and not if nobody asks. */
export function once<Value>(make: () => Value): () => Value {
  let made: { readonly value: Value } | undefined;
  return () => {
    made ??= { value: make() };
    return made.value;
  };
}
