import type { ActLimits } from '../core/limits/shared-limit.ts';

/** The settings of the operator, as plain values. */
export interface Settings {
  /** The most requests for single pools and nodes that one run of the collector sends per account; 0 disables them. */
  readonly healthCalls: number;
  /** Months after which records are archived; `undefined` keeps them in the table. */
  readonly auditMonths: number | undefined;
  /** Does the platform authenticate callers, so that the app trusts what it reports about them? */
  readonly platformAuthentication: boolean;
  /** The public address of this app, without a slash at its end; `undefined` if it is not known. */
  readonly url: string | undefined;
  /**
   * The most nodes that may be started and deallocated in the whole app, in each account, and in accounts by name; `{}` is
   * no limit.
   */
  readonly actLimits: {
    readonly app: ActLimits;
    readonly account: ActLimits;
    readonly accounts: Readonly<Record<string, ActLimits>>;
  };
  /** The secrets of webhooks, by source. */
  readonly webhookSecrets: ReadonlyMap<string, readonly string[]>;
}

/** Some of the settings, or all of them if none is named. */
export interface HasSettings<Name extends keyof Settings = keyof Settings> {
  readonly settings: { readonly [Member in Name]: Settings[Member] };
}
