/** An extension as a pool declares it. */
export interface PoolExtension {
  readonly name: string;
  readonly publisher: string;
  readonly type: string;
  readonly typeHandlerVersion?: string;
  readonly autoUpgradeMinorVersion?: boolean;
  readonly enableAutomaticUpgrade?: boolean;
  /** An object as it is specified, or its JSON text as in the documents' example; kept as it came. */
  readonly settings?: ExtensionSettings | string;
  readonly protectedSettings?: ExtensionSettings | string;
  readonly provisionAfterExtensions?: readonly string[];
}

export type ExtensionSettings = Readonly<Record<string, unknown>>;

/** The settings of an extension, in whichever shape they came; a text that is not the JSON of an object says nothing. */
export function settingsOf(settings: ExtensionSettings | string | undefined): ExtensionSettings {
  const read = typeof settings === 'string' ? parsed(settings) : settings;
  return typeof read === 'object' && read !== null ? (read as ExtensionSettings) : {};
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
