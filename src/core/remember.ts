/**
 * Memoizes `make`, which must be pure, by key. At most `most` results are kept and the oldest is dropped first, so keys from
 * outside cannot fill the memory.
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

/** Memoizes `make` by text. Texts longer than `longest` are not kept, so that `most` of them bound the memory. */
export function rememberTexts<Value>(
  make: (text: string) => Value,
  { most, longest }: { readonly most: number; readonly longest: number },
): (text: string) => Value {
  const remembered = remember(make, most);
  return (text) => (text.length > longest ? make(text) : remembered(text));
}

/** Memoizes `make` by keys that are immutable objects; a result is kept as long as its key exists. */
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

/** Calls `make` at the first use, and returns the same value afterwards. */
export function once<Value>(make: () => Value): () => Value {
  let made: { readonly value: Value } | undefined;
  return () => {
    made ??= { value: make() };
    return made.value;
  };
}

/**
 * Values of different sizes by key. Together they weigh at most `most`, whatever their number; those that were not used for the
 * longest time are dropped first.
 */
export class KeptByWeight<Key, Value> {
  readonly #most: number;
  readonly #weightOf: (value: Value) => number;
  readonly #kept = new Map<Key, Value>();
  #weight = 0;

  constructor(most: number, weightOf: (value: Value) => number) {
    this.#most = most;
    this.#weightOf = weightOf;
  }

  get(key: Key): Value | undefined {
    const value = this.#kept.get(key);
    if (value === undefined) return undefined;
    // The most recently used value is last.
    this.#kept.delete(key);
    this.#kept.set(key, value);
    return value;
  }

  /** Keeps a value in place of an earlier one of its key. One that alone weighs more than `most` is not kept. */
  add(key: Key, value: Value): void {
    const weight = this.#weightOf(value);
    const before = this.#kept.get(key);
    if (before !== undefined) this.#drop(key, before);
    if (weight > this.#most) return;
    this.#kept.set(key, value);
    this.#weight += weight;
    for (const [oldest, dropped] of this.#kept) {
      if (this.#weight <= this.#most) return;
      this.#drop(oldest, dropped);
    }
  }

  #drop(key: Key, value: Value): void {
    this.#kept.delete(key);
    this.#weight -= this.#weightOf(value);
  }
}
