/** How many nodes a pool must keep when deallocated ones are removed; or why that is not known, and then it keeps all. */
export type PoolFloor =
  | {
      readonly kind: 'known';
      readonly nodes: number;
      /** For people: `10 are needed at 2026-03-02T08:00:00Z (window "weekdays" of office-hours)`. */
      readonly because: string;
    }
  | { readonly kind: 'unknown'; readonly because: string };
