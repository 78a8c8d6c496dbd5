/** Nodes that another pool requests from this one, as a policy says, because its own starts fail. */
export interface SiblingNeed {
  readonly poolId: string;
  readonly nodes: number;
}

/** The pool that starts nodes for this one while its starts fail, and how many. */
export interface SiblingRequest {
  readonly pool: string;
  readonly nodes: number;
}
