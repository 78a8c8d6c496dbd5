import type { Temporal } from 'temporal-polyfill';
import type { ExtensionHealth } from './extension.ts';

/** As much of an extension as a judgement needs. */
export type FoundExtension = Pick<
  ExtensionHealth,
  | 'name'
  | 'otherName'
  | 'publisher'
  | 'type'
  | 'version'
  | 'autoUpgradeMinorVersion'
  | 'state'
  | 'message'
  | 'ofBatch'
  | 'applicationHealth'
>;

/** What a node said of its extensions when it was asked. */
export interface Probe {
  readonly at: Temporal.Instant;
  readonly extensions: readonly FoundExtension[];
}
