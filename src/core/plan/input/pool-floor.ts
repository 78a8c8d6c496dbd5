/** So many nodes must stay in a pool when deallocated ones are given back; or why that is not known, and then all of them do. */
export type PoolFloor =
  | {
      readonly kind: 'known';
      readonly nodes: number;
      /** As people read it: `10 are needed at 2026-03-02T08:00:00Z (window "weekdays" of office-hours)`. */
      readonly because: string;
    }
  | { readonly kind: 'unknown'; readonly because: string };
