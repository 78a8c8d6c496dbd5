import { expect, it } from 'vitest';
import { toDataSpelling, toManagementSpelling } from '../../../src/emulator/views/plane-spelling.ts';

it.each(['constructor', '__proto__', 'toString'])('a member %s is spelled as it is on both planes', (name) => {
  const settings = JSON.parse(`{"imageReference":{"${name}":{"a":"b"},"list":["${name}"]},"${name}":"c"}`) as object;
  for (const spell of [toManagementSpelling, toDataSpelling])
    expect(JSON.stringify(spell(settings))).toBe(JSON.stringify(settings));
});
