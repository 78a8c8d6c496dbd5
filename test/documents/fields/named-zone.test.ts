import { describe, expect, it } from 'vitest';
import { namedZone } from '../../../src/documents/fields/named-zone.ts';

describe('the zone of a name that is not of IANA', () => {
  it.each([
    ['W. Europe Standard Time', 'Europe/Berlin', 'Windows'],
    ['Arabian Standard Time', 'Asia/Dubai', 'Windows'],
    ['Mountain Standard Time', 'America/Denver', 'Windows'],
    ['Central European Time', 'Europe/Paris', 'Unicode CLDR'],
    ['Central European Summer Time', 'Europe/Paris', 'Unicode CLDR'],
    ['pacific time', 'America/Los_Angeles', 'Unicode CLDR'],
    ['Eastern Daylight Time', 'America/New_York', 'Unicode CLDR'],
    ['Australian Eastern Time', 'Australia/Sydney', 'Unicode CLDR'],
    ['Japan Standard Time', 'Asia/Tokyo', 'Unicode CLDR'],
  ])('%s is %s, a name of %s', (name, zone, namedBy) => {
    expect(namedZone(name)).toEqual({ zone, namedBy });
  });

  it.each(['Nowhere', '', 'GMT+01:00', 'CEST', '__proto__', 'toString', 'Alaska_Hawaii'])('%j is none', (name) => {
    expect(namedZone(name)).toBeUndefined();
  });
});
