import type { PoolCheck } from './context.ts';
import { type Extension, isKeyVault } from './extension.ts';
import { isObject, isThere, itemsOf, member, memberAt, type Place, textOf } from './place.ts';
import { type Finding, found, type Rule, when } from './rule.ts';
import { EXTENSIONS_PAGE, KEY_VAULT_LINUX_PAGE, KEY_VAULT_WINDOWS_PAGE } from './sources.ts';

const INITIAL_SYNC: Rule = {
  id: 'key-vault-initial-sync',
  severity: 'warning',
  says: 'with requireInitialSync a node whose certificates cannot be fetched becomes unusable. To troubleshoot, set it to false for a time and create the pool again: its nodes become idle, and the logs of the Key Vault extension can be read there',
  source: EXTENSIONS_PAGE,
};
const BAD_SYNC: Rule = {
  id: 'key-vault-initial-sync-form',
  severity: 'error',
  says: 'true or false is expected',
  source: KEY_VAULT_LINUX_PAGE,
};
const NO_CERTIFICATES: Rule = {
  id: 'key-vault-certificates',
  severity: 'error',
  says: 'a list of certificates to observe is expected, with at least one',
  source: KEY_VAULT_LINUX_PAGE,
};
const NO_URL: Rule = {
  id: 'key-vault-certificate-url',
  severity: 'error',
  says: 'the address of a secret is expected, "https://VAULT.vault.azure.net/secrets/NAME"; in an object it is the member "url"',
  source: KEY_VAULT_WINDOWS_PAGE,
};
const WINDOWS_FORM: Rule = {
  id: 'key-vault-certificate-form',
  severity: 'warning',
  says: 'Key Vault for Windows 3.0 takes each certificate as {"url":"https://…","certificateStoreName":"MY","certificateStoreLocation":"LocalMachine"}; an address alone is the form of older versions',
  source: KEY_VAULT_WINDOWS_PAGE,
};
const POLLING: Rule = {
  id: 'key-vault-polling',
  severity: 'warning',
  says: 'the interval is a text with a whole number of seconds, such as "300"',
  source: KEY_VAULT_LINUX_PAGE,
};
const OLD: Rule = {
  id: 'key-vault-version',
  severity: 'advice',
  says: 'the documents use version 3.0 of the Key Vault extension, with autoUpgradeMinorVersion',
  source: EXTENSIONS_PAGE,
};

export const KEY_VAULT_RULES = [INITIAL_SYNC, BAD_SYNC, NO_CERTIFICATES, NO_URL, WINDOWS_FORM, POLLING, OLD];

/** The settings of the Key Vault extension. */
export const checkKeyVault: PoolCheck = ({ extensions }) =>
  extensions
    .filter(isKeyVault)
    .flatMap((extension) => [
      ...when(isOlderThan3(extension), () => found(OLD, member(extension.place, 'typeHandlerVersion'))),
      ...checkManagement(member(extension.settings, 'secretsManagementSettings')),
      ...checkCertificates(extension),
    ]);

function isOlderThan3({ version }: Extension): boolean {
  return version !== undefined && Number.parseInt(version, 10) < 3;
}

function checkManagement(management: Place): readonly Finding[] {
  const sync = member(management, 'requireInitialSync');
  const polling = member(management, 'pollingIntervalInS');
  return [
    ...when(sync.value === true, () => found(INITIAL_SYNC, sync)),
    ...when(isThere(sync) && typeof sync.value !== 'boolean', () => found(BAD_SYNC, sync)),
    ...when(isThere(polling) && !/^[1-9]\d*$/.test(textOf(polling) ?? ''), () => found(POLLING, polling)),
  ];
}

const SECRET = /^https:\/\/[\w-]+\.[\w.-]+(:\d+)?\/(secrets|certificates)\/[\w-]+(\/[\w-]*)?$/i;

function checkCertificates(extension: Extension): readonly Finding[] {
  const observed = memberAt(extension.settings, 'secretsManagementSettings', 'observedCertificates');
  const isWindows = /windows$/.test(extension.kind) && !isOlderThan3(extension);
  return [
    ...when(itemsOf(observed).length === 0, () => found(NO_CERTIFICATES, observed)),
    ...itemsOf(observed).flatMap((certificate) => {
      const url = isObject(certificate.value) ? member(certificate, 'url') : certificate;
      return [
        ...when(!SECRET.test(textOf(url) ?? ''), () => found(NO_URL, url)),
        ...when(isWindows && typeof certificate.value === 'string', () => found(WINDOWS_FORM, certificate)),
      ];
    }),
  ];
}
