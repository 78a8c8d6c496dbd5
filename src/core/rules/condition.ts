import { matchesGlob } from '../glob.ts';

/** The value of a comparison: a string is a pattern with `*`; a number or boolean must be equal. */
export type Scalar = string | number | boolean;

/** The condition on one field of an event. */
export type Condition =
  | { readonly kind: 'any-of'; readonly values: readonly Scalar[] }
  | { readonly kind: 'exists'; readonly exists: boolean }
  /** Both ends are included. */
  | { readonly kind: 'range'; readonly from: number | undefined; readonly to: number | undefined };

/** The most elements of a list in an event that are compared. */
const MOST_ELEMENTS = 1000;

/** Does the value of a field meet a condition? A list does if one of its elements does. `undefined` is a missing field. */
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
