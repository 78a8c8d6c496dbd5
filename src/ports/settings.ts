import type { ActLimits } from '../core/limits/shared-limit.ts';

/** What the operator of the app has set. Nothing of it reaches into the world. */
export interface Settings {
  /** The most calls that one run of the collector spends on single pools and nodes of an account; 0 is none at all. */
  readonly healthCalls: number;
  /** Months after which records go to the archive; they stay for ever without it. */
  readonly auditMonths: number | undefined;
  /** Does the platform check who calls, so that its word on them counts? */
  readonly platformAuthentication: boolean;
  /** Where this app can be reached from outside, without a slash at its end; `undefined` if that is not known. */
  readonly url: string | undefined;
  /** The most nodes that the whole app, each account, and accounts by name may start and deallocate; `{}` is no limit. */
  readonly actLimits: {
    readonly app: ActLimits;
    readonly account: ActLimits;
    readonly accounts: Readonly<Record<string, ActLimits>>;
  };
  /** What the sources of webhooks prove themselves with. */
  readonly webhookSecrets: ReadonlyMap<string, readonly string[]>;
}

/** Some of the settings; all of them where none is named. */
export interface HasSettings<Name extends keyof Settings = keyof Settings> {
  readonly settings: { readonly [Member in Name]: Settings[Member] };
}
