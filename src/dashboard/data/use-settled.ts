import { useEffect, useState } from 'preact/hooks';

/** A value once it has not changed for some milliseconds, so that typing sends no requests. */
export function useSettled<Value>(value: Value, milliseconds: number): Value {
  const [settled, settle] = useState(value);
  useEffect(() => {
    const later = setTimeout(() => settle(value), milliseconds);
    return () => clearTimeout(later);
  }, [value, milliseconds]);
  return settled;
}
