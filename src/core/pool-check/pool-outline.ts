import { isThere, memberAt, membersOf } from './located-value.ts';
import { readPoolBody } from './pool-body.ts';

/** The parts of a pool's body that the audit log stores: enough to recognize it, and nothing that may be secret. */
export function outlineOfPool(body: unknown): Readonly<Record<string, unknown>> {
  const { properties, machines, identity, extensions, upgradePolicy } = readPoolBody(body);
  const parts = {
    vmSize: memberAt(properties, 'vmSize'),
    image: memberAt(machines, 'imageReference'),
    scaleSettings: memberAt(properties, 'scaleSettings'),
    upgradePolicy,
  };
  return {
    ...Object.fromEntries(
      Object.entries(parts)
        .filter(([, part]) => isThere(part))
        .map(([name, { value }]) => [name, value]),
    ),
    extensions: extensions.map(({ name, kind }) => ({ name, kind })),
    identities: membersOf(memberAt(identity, 'userAssignedIdentities')).map(([id]) => id),
  };
}
