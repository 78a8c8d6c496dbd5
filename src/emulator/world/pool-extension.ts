/** An extension as a pool declares it. */
export interface PoolExtension {
  readonly name: string;
  readonly publisher: string;
  readonly type: string;
  readonly typeHandlerVersion?: string;
  readonly autoUpgradeMinorVersion?: boolean;
  readonly enableAutomaticUpgrade?: boolean;
  /** An object as it is specified; a text, which extensions cannot read, is kept as it came. */
  readonly settings?: ExtensionSettings | string;
  readonly protectedSettings?: ExtensionSettings | string;
  readonly provisionAfterExtensions?: readonly string[];
}

export type ExtensionSettings = Readonly<Record<string, unknown>>;

/**
 * Why an extension cannot read its settings; `undefined` if it can. The service passes on what it is sent, and a JSON text is no
 * object: nodes of such pools fail (hashicorp/terraform-provider-azurerm#20530, MicrosoftDocs/azure-docs#49224).
 */
export function whyUnreadable({ settings }: PoolExtension): string | undefined {
  return typeof settings === 'string' ? "Failed to parse the configuration settings with: 'not an object'" : undefined;
}

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
