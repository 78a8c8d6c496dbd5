/** One page of a list on the data plane; the next page is at `odata.nextLink`, where there is one. */
export interface WireList<Item> {
  readonly 'odata.metadata'?: string;
  readonly value: readonly Item[];
  readonly 'odata.nextLink'?: string;
}

/** One page of a list on the management plane. */
export interface ArmList<Item> {
  readonly value: readonly Item[];
  readonly nextLink?: string;
}
