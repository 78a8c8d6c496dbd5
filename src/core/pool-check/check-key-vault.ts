import type { PoolCheck } from './context.ts';
import { type Extension, isKeyVault } from './extension.ts';
import {
  exactMember,
  exactMemberAt,
  isObject,
  isThere,
  itemsOf,
  type LocatedValue,
  member,
  textOf,
} from './located-value.ts';
import { found, type PoolCheckFinding, type PoolCheckRule, when } from './pool-check-rule.ts';
import { EXTENSIONS_PAGE, KEY_VAULT_LINUX_PAGE, KEY_VAULT_WINDOWS_PAGE } from './sources.ts';

const INITIAL_SYNC: PoolCheckRule = {
  id: 'key-vault-initial-sync',
  severity: 'warning',
  says: 'with requireInitialSync a node whose certificates cannot be fetched becomes unusable. To troubleshoot, set it to false for a time and create the pool again: its nodes become idle, and the logs of the Key Vault extension can be read there',
  source: EXTENSIONS_PAGE,
};
const BAD_SYNC: PoolCheckRule = {
  id: 'key-vault-initial-sync-form',
  severity: 'error',
  says: 'true or false is expected',
  source: KEY_VAULT_LINUX_PAGE,
};
const NO_CERTIFICATES: PoolCheckRule = {
  id: 'key-vault-certificates',
  severity: 'error',
  says: 'a list of certificates to observe is expected, with at least one',
  source: KEY_VAULT_LINUX_PAGE,
};
const NO_URL: PoolCheckRule = {
  id: 'key-vault-certificate-url',
  severity: 'error',
  says: 'the address of a secret is expected, "https://VAULT.vault.azure.net/secrets/NAME"; in an object it is the member "url"',
  source: KEY_VAULT_WINDOWS_PAGE,
};
const NO_PRIVATE_KEY: PoolCheckRule = {
  id: 'key-vault-certificate-path',
  severity: 'warning',
  says: 'under /certificates/ the vault has no private key; name the secret of the certificate, "https://VAULT.vault.azure.net/secrets/NAME"',
  source: KEY_VAULT_LINUX_PAGE,
};
const PINNED: PoolCheckRule = {
  id: 'key-vault-certificate-version',
  severity: 'warning',
  says: 'the address names a version, so nodes never fetch a renewed certificate; leave the version out',
  source: KEY_VAULT_LINUX_PAGE,
};
const MISPLACED: PoolCheckRule = {
  id: 'key-vault-authentication-place',
  severity: 'error',
  says: 'authenticationSettings belongs beside secretsManagementSettings, not inside it; the extension does not find it here',
  source: KEY_VAULT_LINUX_PAGE,
};
const ENDPOINT: PoolCheckRule = {
  id: 'key-vault-msi-endpoint',
  severity: 'error',
  says: 'the address that gives tokens to the node is expected, "http://169.254.169.254/metadata/identity"',
  source: KEY_VAULT_LINUX_PAGE,
};
const CLIENT: PoolCheckRule = {
  id: 'key-vault-msi-client',
  severity: 'error',
  says: 'the client id of the identity is expected, a GUID',
  source: KEY_VAULT_LINUX_PAGE,
};
const WINDOWS_FORM: PoolCheckRule = {
  id: 'key-vault-certificate-form',
  severity: 'warning',
  says: 'Key Vault for Windows 3.0 takes each certificate as {"url":"https://…","certificateStoreName":"MY","certificateStoreLocation":"LocalMachine"}; an address alone is the form of older versions',
  source: KEY_VAULT_WINDOWS_PAGE,
};
const POLLING: PoolCheckRule = {
  id: 'key-vault-polling',
  severity: 'warning',
  says: 'the interval is a text with a whole number of seconds, such as "300"',
  source: KEY_VAULT_LINUX_PAGE,
};
const OLD: PoolCheckRule = {
  id: 'key-vault-version',
  severity: 'advice',
  says: 'the documents use version 3.0 of the Key Vault extension, with autoUpgradeMinorVersion',
  source: EXTENSIONS_PAGE,
};

export const KEY_VAULT_RULES = [
  INITIAL_SYNC,
  BAD_SYNC,
  NO_CERTIFICATES,
  NO_URL,
  NO_PRIVATE_KEY,
  PINNED,
  MISPLACED,
  ENDPOINT,
  CLIENT,
  WINDOWS_FORM,
  POLLING,
  OLD,
];

/** Checks the settings of the Key Vault extension. */
export const checkKeyVault: PoolCheck = ({ extensions }) =>
  extensions
    .filter(isKeyVault)
    .flatMap((extension) => [
      ...when(isOlderThan3(extension), () => found(OLD, member(extension.place, 'typeHandlerVersion'))),
      ...checkManagement(exactMember(extension.settings, 'secretsManagementSettings')),
      ...checkAuthentication(extension),
      ...checkCertificates(extension),
    ]);

function isOlderThan3({ version }: Extension): boolean {
  return version !== undefined && Number.parseInt(version, 10) < 3;
}

function checkManagement(management: LocatedValue): readonly PoolCheckFinding[] {
  const sync = exactMember(management, 'requireInitialSync');
  const polling = exactMember(management, 'pollingIntervalInS');
  return [
    ...when(sync.value === true, () => found(INITIAL_SYNC, sync)),
    ...when(isThere(sync) && typeof sync.value !== 'boolean', () => found(BAD_SYNC, sync)),
    ...when(isThere(polling) && !/^[1-9]\d*$/.test(textOf(polling) ?? ''), () => found(POLLING, polling)),
  ];
}

const TOKEN_ADDRESS = /^https?:\/\/[\w.-]+(:\d+)?\/metadata\/identity(\/oauth2\/token)?\/?$/i;
const GUID = /^[\da-f]{8}(-[\da-f]{4}){3}-[\da-f]{12}$/i;

function checkAuthentication({ settings }: Extension): readonly PoolCheckFinding[] {
  const misplaced = exactMemberAt(settings, 'secretsManagementSettings', 'authenticationSettings');
  const endpoint = exactMemberAt(settings, 'authenticationSettings', 'msiEndpoint');
  const client = exactMemberAt(settings, 'authenticationSettings', 'msiClientId');
  return [
    ...when(isThere(misplaced), () => found(MISPLACED, misplaced)),
    ...when(isThere(endpoint) && !TOKEN_ADDRESS.test(textOf(endpoint) ?? ''), () => found(ENDPOINT, endpoint)),
    ...when(isThere(client) && client.value !== '' && !GUID.test(textOf(client) ?? ''), () => found(CLIENT, client)),
  ];
}

const SECRET = /^https:\/\/[\w-]+\.[\w.-]+(:\d+)?\/(secrets|certificates)\/[\w-]+(\/[\w-]*)?$/i;

function checkCertificates(extension: Extension): readonly PoolCheckFinding[] {
  const observed = exactMemberAt(extension.settings, 'secretsManagementSettings', 'observedCertificates');
  const isWindows = /windows$/.test(extension.kind) && !isOlderThan3(extension);
  return [
    ...when(itemsOf(observed).length === 0, () => found(NO_CERTIFICATES, observed)),
    ...itemsOf(observed).flatMap((certificate) => {
      const url = isObject(certificate.value) ? exactMember(certificate, 'url') : certificate;
      const [address, , kind, version] = SECRET.exec(textOf(url) ?? '') ?? [];
      return [
        ...when(address === undefined, () => found(NO_URL, url)),
        ...when(kind?.toLowerCase() === 'certificates', () => found(NO_PRIVATE_KEY, url)),
        ...when(version !== undefined && version !== '/', () => found(PINNED, url)),
        ...when(isWindows && typeof certificate.value === 'string', () => found(WINDOWS_FORM, certificate)),
      ];
    }),
  ];
}
