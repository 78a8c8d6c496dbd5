import type { ApplicationHealthState } from './application-health-state.ts';

/** The state of an extension on a node. `unknown` never counts as healthy. */
export type ExtensionState = 'succeeded' | 'failed' | 'transitioning' | 'unknown';

/** The severity of a status that an extension reports. */
export type Level = 'info' | 'warning' | 'error';

/** One status that an extension reports. */
export interface ExtensionStatus {
  /** `ProvisioningState/succeeded`, `ComponentStatus/<name>/<state>` … */
  readonly code: string | undefined;
  readonly level: Level | undefined;
  readonly display: string | undefined;
  readonly message: string | undefined;
  /** As received: not every extension writes it in the same format. */
  readonly time: string | undefined;
}

/** What identifies an extension, and its version. */
export interface ExtensionIdentity {
  readonly name: string;
  readonly publisher: string | undefined;
  readonly type: string | undefined;
  /** `typeHandlerVersion`. */
  readonly version: string | undefined;
  readonly autoUpgradeMinorVersion: boolean | undefined;
}

/** The public settings of an extension; protected ones are never read. */
export type ExtensionSettings = Readonly<Record<string, unknown>>;

/** An extension that a pool declares for each of its nodes. */
export interface DeclaredExtension extends ExtensionIdentity {
  readonly settings: ExtensionSettings;
}

/** An extension of a node as it was found. */
export interface ExtensionHealth extends ExtensionIdentity {
  /** The name in its definition, if that differs from the name under which Batch reports it. */
  readonly otherName: string | undefined;
  readonly state: ExtensionState;
  readonly level: Level;
  /** Its status message; `''` if there is none. */
  readonly message: string;
  readonly settings: ExtensionSettings;
  /** Why its settings could not be read. */
  readonly settingsFault: string | undefined;
  /** Is it the extension through which Batch itself manages the node? No pool declares it. */
  readonly ofBatch: boolean;
  readonly statuses: readonly ExtensionStatus[];
  readonly subStatuses: readonly ExtensionStatus[];
  /** The state that the Application Health extension reports; `undefined` for any other extension. */
  readonly applicationHealth: ApplicationHealthState | undefined;
}

const GRAVEST_FIRST = ['error', 'warning', 'info'] as const satisfies readonly Level[];

/** The most severe of some levels; `undefined` if there is none. */
export function gravestOf(levels: readonly (Level | undefined)[]): Level | undefined {
  return GRAVEST_FIRST.find((level) => levels.includes(level));
}

/**
 * Is it the extension that Batch installs on every node? "The CustomScript extension type is reserved for the Azure Batch
 * service" (https://learn.microsoft.com/azure/batch/create-pool-extensions), so an extension of that type is Batch's own.
 */
export function isOfBatch({ publisher, type }: Pick<ExtensionIdentity, 'publisher' | 'type'>): boolean {
  return /^microsoft\.(?:azure\.extensions|compute)$/i.test(publisher ?? '') && isReservedType(type);
}

/** Is it a type that pools cannot declare? */
export function isReservedType(type: string | undefined): boolean {
  return /^customscript(?:extension)?$/i.test(type ?? '');
}

/** Is it the Key Vault extension, on Linux or on Windows? */
export function isKeyVault({ publisher, type }: Pick<ExtensionIdentity, 'publisher' | 'type'>): boolean {
  return publisher?.toLowerCase() === 'microsoft.azure.keyvault' && /^keyvaultfor(?:linux|windows)$/i.test(type ?? '');
}
