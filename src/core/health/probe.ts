import type { Temporal } from 'temporal-polyfill';
import type { ExtensionHealth } from './extension.ts';

/** The parts of an extension that a verdict needs. */
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

/** The answer of a node about its extensions. */
export interface Probe {
  readonly at: Temporal.Instant;
  readonly extensions: readonly FoundExtension[];
}
