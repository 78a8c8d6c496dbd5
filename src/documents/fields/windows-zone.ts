import { findIana } from 'windows-iana';

/**
 * The IANA zone of a Windows time zone such as `W. Europe Standard Time`, from the table of Unicode CLDR
 * (https://github.com/unicode-org/cldr/blob/main/common/supplemental/windowsZones.xml); `undefined` for any other name.
 */
export function zoneOfWindows(name: string): string | undefined {
  return findIana(name)[0];
}
