import { matchesGlob } from '../glob.ts';

/** What one value is compared with: a text is a pattern with `*`, a number or a truth value is meant exactly. */
export type Scalar = string | number | boolean;

/** What a rule asks of one field of an event. */
export type Condition =
  | { readonly kind: 'any-of'; readonly values: readonly Scalar[] }
  | { readonly kind: 'exists'; readonly exists: boolean }
  /** Both ends belong to it. */
  | { readonly kind: 'range'; readonly from: number | undefined; readonly to: number | undefined };

/** Of a list in an event so many elements are looked at. */
const MOST_ELEMENTS = 1000;

/** Does what stands in a field meet a condition? A list does if one of its elements does. `undefined` is a field that is not there. */
export function meetsCondition(condition: Condition, field: unknown): boolean {
  if (condition.kind === 'exists') return (field !== undefined) === condition.exists;
  const values: readonly unknown[] = Array.isArray(field) ? field.slice(0, MOST_ELEMENTS) : [field];
  return values.some((value) =>
    condition.kind === 'range'
      ? isWithin(condition, value)
      : condition.values.some((expected) => isLike(expected, value)),
  );
}

function isWithin({ from, to }: Condition & { readonly kind: 'range' }, value: unknown): boolean {
  if (typeof value !== 'number') return false;
  return (from === undefined || value >= from) && (to === undefined || value <= to);
}

function isLike(expected: Scalar, value: unknown): boolean {
  if (typeof expected !== 'string') return expected === value;
  return typeof value === 'string' && matchesGlob(expected, value);
}
