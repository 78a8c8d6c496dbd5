import type { PoolCheck } from './context.ts';
import { isKeyVault } from './extension.ts';
import { isObject, isThere, member, membersOf } from './located-value.ts';
import type { PoolBody } from './pool-body.ts';
import { found, type PoolCheckRule, when } from './pool-check-rule.ts';
import { IDENTITY_PAGE, POOL_SPECIFICATION } from './sources.ts';

const BAD_KIND: PoolCheckRule = {
  id: 'identity-type',
  severity: 'error',
  says: 'the identity of a pool is "UserAssigned" or "None"; a pool has no identity of its own making',
  source: POOL_SPECIFICATION,
};
const NOBODY: PoolCheckRule = {
  id: 'identity-missing',
  severity: 'error',
  says: 'with "UserAssigned" at least one identity is named in userAssignedIdentities, by its resource id',
  source: IDENTITY_PAGE,
};
const BAD_ID: PoolCheckRule = {
  id: 'identity-id',
  severity: 'error',
  says: 'an identity is named by its resource id, "/subscriptions/…/resourceGroups/…/providers/Microsoft.ManagedIdentity/userAssignedIdentities/…"',
  source: IDENTITY_PAGE,
};
// Only a warning: the service accepts such a body, and an example in the documents has no identity.
const KEY_VAULT: PoolCheckRule = {
  id: 'key-vault-identity',
  severity: 'warning',
  says: 'the Key Vault extension reads the vault with a managed identity of the pool, and there is none: where requireInitialSync is true its nodes become unusable; add "identity": {"type":"UserAssigned", …} and let that identity read the vault',
  source: IDENTITY_PAGE,
};

export const IDENTITY_RULES = [BAD_KIND, NOBODY, BAD_ID, KEY_VAULT];

const IDENTITY_ID =
  /^\/subscriptions\/[^/]+\/resourceGroups\/[^/]+\/providers\/Microsoft\.ManagedIdentity\/userAssignedIdentities\/[^/]+$/i;

/** Checks the managed identity of the pool, and the extensions that need one. */
export const checkIdentity: PoolCheck = (pool) => {
  const { identity } = pool;
  const type = member(identity, 'type');
  const identities = member(identity, 'userAssignedIdentities');
  const named = membersOf(identities);
  const isAssigned = type.value === 'UserAssigned';
  return [
    ...when(isThere(identity) && !isAssigned && type.value !== 'None', () => found(BAD_KIND, type)),
    ...when(isAssigned && (!isObject(identities.value) || named.length === 0), () => found(NOBODY, identities)),
    ...named.filter(([id]) => !IDENTITY_ID.test(id)).map(([, place]) => found(BAD_ID, place)),
    ...when(needsIdentity(pool) && !(isAssigned && named.length > 0), () => found(KEY_VAULT, identity)),
  ];
};

function needsIdentity({ extensions }: PoolBody): boolean {
  return extensions.some(isKeyVault);
}
