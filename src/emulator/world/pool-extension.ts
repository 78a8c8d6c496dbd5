/** An extension as a pool declares it. */
export interface PoolExtension {
  readonly name: string;
  readonly publisher: string;
  readonly type: string;
  readonly typeHandlerVersion?: string;
  readonly autoUpgradeMinorVersion?: boolean;
  readonly enableAutomaticUpgrade?: boolean;
  readonly settings?: Readonly<Record<string, unknown>>;
  readonly provisionAfterExtensions?: readonly string[];
}
