import type { ApplicationHealthState } from './application-health-state.ts';

/** How far an extension of a node has come. What cannot be told is `unknown`, which is never taken for well. */
export type ExtensionState = 'succeeded' | 'failed' | 'transitioning' | 'unknown';

/** How grave something is that an extension says of itself. */
export type Level = 'info' | 'warning' | 'error';

/** One thing that an extension says of itself. */
export interface ExtensionStatus {
  /** `ProvisioningState/succeeded`, `ComponentStatus/<name>/<state>` … */
  readonly code: string | undefined;
  readonly level: Level | undefined;
  readonly display: string | undefined;
  readonly message: string | undefined;
  /** As it came: not every extension writes it the same way. */
  readonly time: string | undefined;
}

/** What names an extension, and which version of it is meant. */
export interface ExtensionIdentity {
  readonly name: string;
  readonly publisher: string | undefined;
  readonly type: string | undefined;
  /** `typeHandlerVersion`. */
  readonly version: string | undefined;
  readonly autoUpgradeMinorVersion: boolean | undefined;
}

/** Settings of an extension that anybody may see; protected ones are never read. */
export type ExtensionSettings = Readonly<Record<string, unknown>>;

/** An extension that a pool wants on each of its nodes. */
export interface DeclaredExtension extends ExtensionIdentity {
  readonly settings: ExtensionSettings;
}

/** An extension of a node as it was found. */
export interface ExtensionHealth extends ExtensionIdentity {
  /** The name in its definition, where that is another than the one it answers to. */
  readonly otherName: string | undefined;
  readonly state: ExtensionState;
  readonly level: Level;
  /** What it says of its state; `''` if it says nothing. */
  readonly message: string;
  readonly settings: ExtensionSettings;
  /** Why its settings could not be read. */
  readonly settingsFault: string | undefined;
  /** Is it the one by which Batch itself comes to the node? No pool declares it. */
  readonly ofBatch: boolean;
  readonly statuses: readonly ExtensionStatus[];
  readonly subStatuses: readonly ExtensionStatus[];
  /** What the Application Health extension reports; `undefined` for any other. */
  readonly applicationHealth: ApplicationHealthState | undefined;
}

const GRAVEST_FIRST = ['error', 'warning', 'info'] as const satisfies readonly Level[];

/** The gravest of some levels; `undefined` if there is none. */
export function gravestOf(levels: readonly (Level | undefined)[]): Level | undefined {
  return GRAVEST_FIRST.find((level) => levels.includes(level));
}

/**
 * Is it the extension that Batch puts on every node? "The CustomScript extension type is reserved for the Azure Batch
 * service" (https://learn.microsoft.com/azure/batch/create-pool-extensions), so whatever has that type is Batch's own.
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
