import { isObject, type LocatedValue, member, textOf } from './located-value.ts';

/** An extension that a pool declares. */
export interface Extension {
  readonly place: LocatedValue;
  readonly name: string | undefined;
  /** `publisher/type` in lower case. */
  readonly kind: string;
  readonly type: string;
  readonly version: string | undefined;
  /** An object; the documents show both an object and its JSON as a string. */
  readonly settings: LocatedValue;
  readonly protectedSettings: LocatedValue;
}

/** Reads an extension, whatever it contains. */
export function readExtension(place: LocatedValue): Extension {
  const type = textOf(member(place, 'type')) ?? '';
  const publisher = textOf(member(place, 'publisher')) ?? '';
  return {
    place,
    name: textOf(member(place, 'name')),
    kind: `${publisher}/${type}`.toLowerCase(),
    type,
    version: textOf(member(place, 'typeHandlerVersion')),
    settings: settingsAt(member(place, 'settings')),
    protectedSettings: settingsAt(member(place, 'protectedSettings')),
  };
}

/** Settings as an object; a string that is not the JSON of an object gives none. */
function settingsAt({ value, path }: LocatedValue): LocatedValue {
  return { path, value: typeof value === 'string' ? objectIn(value) : value };
}

/** The object in a JSON string. */
export function objectIn(text: string): Readonly<Record<string, unknown>> | undefined {
  try {
    const value: unknown = JSON.parse(text);
    return isObject(value) ? value : undefined;
  } catch {
    return undefined;
  }
}

export const isKeyVault = ({ kind }: Extension) =>
  /^microsoft\.azure\.keyvault\/keyvaultfor(linux|windows)$/.test(kind);

export const isApplicationHealth = ({ kind }: Extension) =>
  /^microsoft\.managedservices\/applicationhealth(linux|windows)$/.test(kind);
