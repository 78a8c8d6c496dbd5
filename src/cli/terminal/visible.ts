/** Characters that end a line, that a terminal obeys, or that change the direction in which a text is read. */
const UNSEEN = /[\p{Cc}\u2028\u2029\u202a-\u202e\u2066-\u2069]+/gu;

/**
 * A response whose texts a terminal only shows: names and messages in them are written by strangers, and an escape sequence
 * could rewrite what stands above it.
 */
export function visible<Value>(value: Value): Value {
  if (typeof value === 'string') return value.replaceAll(UNSEEN, ' ') as Value;
  if (Array.isArray(value)) return value.map((item) => visible(item)) as Value;
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([name, member]) => [name, visible(member)])) as Value;
}
