import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { ALL_RULES } from '../../../src/core/pool-check/all-rules.ts';
import { checkPool } from '../../../src/core/pool-check/check-pool.ts';
import { JSON_RULES } from '../../../src/core/pool-check/json-rules.ts';
import type { PoolCheckRule } from '../../../src/core/pool-check/pool-check-rule.ts';
import {
  type Body,
  HEALTH,
  LINUX,
  UPGRADE,
  UPGRADE_AS_PRINTED,
  WINDOWS,
  withMember,
} from '../../support/pool-bodies.ts';

const VM = 'properties.deploymentConfiguration.virtualMachineConfiguration';
const EXT = `${VM}.extensions.0`;
const SECRETS = `${EXT}.settings.secretsManagementSettings`;
const PROBE = `${EXT}.settings`;
const AUTO = 'properties.upgradePolicy.automaticOSUpgradePolicy';
const ROLLING = 'properties.upgradePolicy.rollingUpgradePolicy';
const FIXED = 'properties.scaleSettings.fixedScale';
const SCALE = 'properties.scaleSettings';
const ENDPOINTS = 'properties.networkConfiguration.endpointConfiguration.inboundNatPools';

const ENDPOINT = {
  name: 'ssh',
  protocol: 'TCP',
  backendPort: 8443,
  frontendPortRangeStart: 10_000,
  frontendPortRangeEnd: 10_100,
};
const other = (change: object) => [ENDPOINT, { ...ENDPOINT, name: 'b', ...change }];
const PIPE = { frontendPortRangeStart: 20_000, frontendPortRangeEnd: 20_100 };

/** Which extension is read as which. */
const KV = LINUX.properties.deploymentConfiguration.virtualMachineConfiguration.extensions[0];
const GALLERY = '/subscriptions/s/resourceGroups/g/providers/Microsoft.Compute/galleries/x/images/y';

/** What is broken: the rule, the body, the member that is set (`undefined`: left out), and where the finding is if not there. */
type Row = readonly [rule: string, body: Body, member: string, value: unknown, path?: string, context?: object];

const ROWS: readonly Row[] = [
  // The resource
  ['wrapped-in-parameters', LINUX, 'parameters', {}],
  ['wrapped-and-not', UPGRADE_AS_PRINTED, 'properties', {}, 'parameters.properties'],
  ['properties-missing', LINUX, 'properties', undefined],
  ['properties-missing', LINUX, 'properties', []],
  ['name-differs', LINUX, 'name', 'other', 'name', { pool: 'test1' }],
  ['name-form', LINUX, 'name', 'a pool'],
  ['resource-type', LINUX, 'type', 'Microsoft.Batch/batchAccounts'],
  ['tags-form', LINUX, 'tags', { team: 1 }],
  ['tags-api-version', LINUX, 'tags', { team: 'a' }, 'tags', { apiVersion: '2024-02-01' }],
  // The machines
  ['vm-size-missing', LINUX, 'properties.vmSize', undefined],
  [
    'not-virtual-machine-configuration',
    LINUX,
    'properties.deploymentConfiguration',
    { cloudServiceConfiguration: { osFamily: '6' } },
    'properties.deploymentConfiguration.cloudServiceConfiguration',
  ],
  ['not-virtual-machine-configuration', LINUX, 'properties.deploymentConfiguration', undefined, VM],
  ['node-agent-missing', LINUX, `${VM}.nodeAgentSkuId`, undefined],
  ['image-missing', LINUX, `${VM}.imageReference.offer`, undefined, `${VM}.imageReference`],
  ['image-said-twice', LINUX, `${VM}.imageReference.id`, GALLERY, `${VM}.imageReference`],
  ['windows-configuration-on-linux', LINUX, `${VM}.windowsConfiguration`, { enableAutomaticUpdates: false }],
  [
    'ephemeral-os-disk',
    LINUX,
    `${VM}.osDisk`,
    { ephemeralOSDiskSettings: { placement: 'CacheDisk' } },
    `${VM}.osDisk.ephemeralOSDiskSettings`,
  ],
  // Extensions
  ['extensions-form', LINUX, `${VM}.extensions`, {}],
  ['extensions-form', LINUX, `${VM}.extensions`, ['KeyVaultForLinux'], EXT],
  ['extension-incomplete', LINUX, `${EXT}.publisher`, undefined],
  ['extension-reserved', LINUX, `${EXT}.type`, 'CustomScript'],
  ['extension-reserved', WINDOWS, `${EXT}.type`, 'CustomScriptExtension'],
  ['extension-unsupported', LINUX, `${EXT}.type`, 'KeyVaultForSolaris'],
  [
    'extension-retired',
    LINUX,
    `${VM}.extensions.1`,
    { name: 'o', publisher: 'Microsoft.EnterpriseCloud.Monitoring', type: 'OMSAgentForLinux' },
    `${VM}.extensions.1.type`,
  ],
  ['extension-system', LINUX, `${EXT}.type`, 'KeyVaultForWindows'],
  ['extension-system', WINDOWS, `${EXT}.type`, 'KeyVaultForLinux'],
  ['extension-name-twice', LINUX, `${VM}.extensions.1`, { ...KV, name: 'SecretExt' }, `${VM}.extensions.1.name`],
  ['extension-order', LINUX, `${EXT}.provisionAfterExtensions`, ['health'], `${EXT}.provisionAfterExtensions.0`],
  ['extension-order', LINUX, `${EXT}.provisionAfterExtensions`, ['secretext'], `${EXT}.provisionAfterExtensions.0`],
  ['extension-flag', LINUX, `${EXT}.autoUpgradeMinorVersion`, 'true'],
  ['extension-version', LINUX, `${EXT}.typeHandlerVersion`, 3],
  ['extension-settings-form', LINUX, `${EXT}.settings`, '{'],
  ['extension-settings-text', LINUX, `${EXT}.settings`, JSON.stringify(KV.settings)],
  ['extension-protected-twice', LINUX, `${EXT}.protectedSettingsFromKeyVault`, {}],
  // A pool that is there already
  [
    'existing-extension-added',
    LINUX,
    `${VM}.extensions.1`,
    { ...KV, name: 'more' },
    `${VM}.extensions.1`,
    { existing: LINUX },
  ],
  ['existing-extension-removed', LINUX, `${VM}.extensions`, undefined, `${VM}.extensions`, { existing: LINUX }],
  [
    'existing-extension-changed',
    LINUX,
    `${EXT}.typeHandlerVersion`,
    '3.1',
    `${EXT}.typeHandlerVersion`,
    { existing: LINUX },
  ],
  // Identity
  ['identity-type', LINUX, 'identity.type', 'SystemAssigned'],
  ['identity-missing', LINUX, 'identity.userAssignedIdentities', {}],
  ['identity-id', LINUX, 'identity.userAssignedIdentities', { mine: {} }, 'identity.userAssignedIdentities.mine'],
  ['key-vault-identity', LINUX, 'identity', undefined],
  ['key-vault-identity', WINDOWS, 'identity', { type: 'None' }],
  // Key Vault
  [
    'key-vault-initial-sync',
    withMember(LINUX, `${SECRETS}.requireInitialSync`, false),
    `${SECRETS}.requireInitialSync`,
    true,
  ],
  ['key-vault-initial-sync-form', LINUX, `${SECRETS}.requireInitialSync`, 'true'],
  ['key-vault-certificates', LINUX, `${SECRETS}.observedCertificates`, []],
  [
    'key-vault-certificate-url',
    LINUX,
    `${SECRETS}.observedCertificates`,
    ['http://a.vault.azure.net/secrets/b'],
    `${SECRETS}.observedCertificates.0`,
  ],
  ['key-vault-certificate-url', WINDOWS, `${SECRETS}.observedCertificates.0.url`, undefined],
  [
    'key-vault-certificate-form',
    WINDOWS,
    `${SECRETS}.observedCertificates`,
    ['https://a.vault.azure.net/secrets/b'],
    `${SECRETS}.observedCertificates.0`,
  ],
  [
    'key-vault-certificate-path',
    LINUX,
    `${SECRETS}.observedCertificates`,
    ['https://a.vault.azure.net/certificates/b'],
    `${SECRETS}.observedCertificates.0`,
  ],
  [
    'key-vault-certificate-version',
    LINUX,
    `${SECRETS}.observedCertificates`,
    ['https://a.vault.azure.net/secrets/b/0123456789abcdef'],
    `${SECRETS}.observedCertificates.0`,
  ],
  ['key-vault-authentication-place', LINUX, `${SECRETS}.authenticationSettings`, { msiClientId: 'a' }],
  ['key-vault-msi-endpoint', LINUX, `${PROBE}.authenticationSettings.msiEndpoint`, 'metadata/identity'],
  ['key-vault-msi-client', LINUX, `${PROBE}.authenticationSettings.msiClientId`, 'my-identity'],
  ['key-vault-polling', LINUX, `${SECRETS}.pollingIntervalInS`, '5m'],
  ['key-vault-version', LINUX, `${EXT}.typeHandlerVersion`, '1.0'],
  // Application Health
  ['health-protocol', HEALTH, `${PROBE}.protocol`, 'udp'],
  ['health-no-protocol', HEALTH, `${PROBE}.protocol`, undefined],
  ['health-range', HEALTH, `${PROBE}.intervalInSeconds`, 61],
  ['health-range', HEALTH, `${PROBE}.numberOfProbes`, 25],
  ['health-range', HEALTH, `${PROBE}.gracePeriod`, 4],
  ['health-range', HEALTH, `${PROBE}.port`, 0],
  ['health-tcp-port', HEALTH, PROBE, { protocol: 'tcp' }, `${PROBE}.port`],
  ['health-agent-port', HEALTH, `${PROBE}.port`, 29_879],
  [
    'health-composite',
    LINUX,
    EXT,
    HEALTH.properties.deploymentConfiguration.virtualMachineConfiguration.extensions[0],
    `${PROBE}.port`,
  ],
  ['health-request-path', HEALTH, `${PROBE}.requestPath`, undefined],
  ['health-tcp-path', HEALTH, `${PROBE}.protocol`, 'tcp', `${PROBE}.requestPath`],
  ['health-path-query', HEALTH, `${PROBE}.requestPath`, '/health?deep=1'],
  ['health-settle-time', HEALTH, `${PROBE}.numberOfProbes`, 24.1],
  ['health-settle-time', withMember(HEALTH, `${PROBE}.intervalInSeconds`, 60), `${PROBE}.numberOfProbes`, 5],
  ['health-setting-unknown', HEALTH, `${PROBE}.interval`, 5],
  ['health-protected-settings', HEALTH, `${EXT}.protectedSettings`, { a: 1 }],
  [
    'health-twice',
    HEALTH,
    `${VM}.extensions.1`,
    { ...HEALTH.properties.deploymentConfiguration.virtualMachineConfiguration.extensions[0], name: 'b' },
    `${VM}.extensions.1.type`,
  ],
  ['health-states', HEALTH, `${EXT}.typeHandlerVersion`, '1.0'],
  // Upgrade policy
  ['upgrade-policy-api-version', UPGRADE, 'tags', {}, 'properties.upgradePolicy', { apiVersion: '2023-11-01' }],
  ['upgrade-mode', UPGRADE, 'properties.upgradePolicy.mode', undefined],
  ['upgrade-flag', UPGRADE, `${AUTO}.disableAutomaticRollback`, 'true'],
  ['upgrade-percent', UPGRADE, `${ROLLING}.maxBatchInstancePercent`, 4],
  ['upgrade-percent', UPGRADE, `${ROLLING}.maxUnhealthyInstancePercent`, 101],
  ['upgrade-percent', UPGRADE, `${ROLLING}.maxUnhealthyUpgradedInstancePercent`, -1],
  ['upgrade-batch-above-unhealthy', UPGRADE, `${ROLLING}.maxBatchInstancePercent`, 21],
  ['upgrade-cross-zone', UPGRADE, `${VM}.nodePlacementConfiguration`, undefined, `${ROLLING}.enableCrossZoneUpgrade`],
  [
    'upgrade-cross-zone',
    UPGRADE,
    `${VM}.nodePlacementConfiguration.policy`,
    'Regional',
    `${ROLLING}.enableCrossZoneUpgrade`,
  ],
  ['upgrade-pause', UPGRADE, `${ROLLING}.pauseTimeBetweenBatches`, '5 minutes'],
  ['upgrade-rolling-default', UPGRADE, ROLLING, undefined, `${AUTO}.useRollingUpgradePolicy`],
  // Auto OS Upgrade
  ['os-upgrade-image-latest', UPGRADE, `${VM}.imageReference.version`, '17763.1'],
  [
    'os-upgrade-image-latest',
    UPGRADE,
    `${VM}.imageReference`,
    { id: `${GALLERY}/versions/1.0.0` },
    `${VM}.imageReference.id`,
  ],
  [
    'os-upgrade-custom-image',
    UPGRADE,
    `${VM}.imageReference`,
    { id: '/subscriptions/s/resourceGroups/g/providers/Microsoft.Compute/images/y' },
    `${VM}.imageReference.id`,
  ],
  ['os-upgrade-image-supported', UPGRADE, `${VM}.imageReference.sku`, '2008', `${VM}.imageReference`],
  ['os-upgrade-windows-updates', UPGRADE, `${VM}.windowsConfiguration.enableAutomaticUpdates`, true],
  ['os-upgrade-gallery-replication', UPGRADE, `${VM}.imageReference`, { id: GALLERY }, `${VM}.imageReference.id`],
  [
    'os-upgrade-windows-updates-unset',
    UPGRADE,
    `${VM}.windowsConfiguration`,
    undefined,
    `${VM}.windowsConfiguration.enableAutomaticUpdates`,
  ],
  ['os-upgrade-deferral', UPGRADE, `${AUTO}.osRollingUpgradeDeferral`, false],
  ['os-upgrade-deferral', UPGRADE, `${AUTO}.osRollingUpgradeDeferral`, undefined],
  [
    'os-upgrade-preview',
    withMember(UPGRADE, `${AUTO}.enableAutomaticOSUpgrade`, false),
    `${AUTO}.enableAutomaticOSUpgrade`,
    true,
  ],
  [
    'os-upgrade-subscription-feature',
    withMember(UPGRADE, `${AUTO}.osRollingUpgradeDeferral`, false),
    `${AUTO}.osRollingUpgradeDeferral`,
    true,
  ],
  [
    'os-upgrade-health',
    withMember(UPGRADE, `${AUTO}.enableAutomaticOSUpgrade`, false),
    `${AUTO}.enableAutomaticOSUpgrade`,
    true,
  ],
  [
    'os-upgrade-resources',
    UPGRADE,
    `${VM}.extensions`,
    WINDOWS.properties.deploymentConfiguration.virtualMachineConfiguration.extensions,
  ],
  [
    'os-upgrade-resources',
    UPGRADE,
    'properties.startTask',
    { commandLine: 'a', resourceFiles: [{ httpUrl: 'https://a/b?sig=c' }] },
    'properties.startTask.resourceFiles',
  ],
  // Scale
  ['scale-one-of', LINUX, `${SCALE}.autoScale`, { formula: '1' }, SCALE],
  ['scale-one-of', LINUX, SCALE, {}],
  ['scale-no-target', LINUX, FIXED, { resizeTimeout: 'PT15M' }],
  ['scale-target', LINUX, `${FIXED}.targetDedicatedNodes`, -1],
  ['scale-resize-timeout', LINUX, `${FIXED}.resizeTimeout`, 'PT4M59S'],
  ['auto-scale-formula', LINUX, SCALE, { autoScale: {} }, `${SCALE}.autoScale.formula`],
  [
    'auto-scale-interval',
    LINUX,
    SCALE,
    { autoScale: { formula: '1', evaluationInterval: 'P8D' } },
    `${SCALE}.autoScale.evaluationInterval`,
  ],
  ['auto-scale-left-alone', LINUX, SCALE, { autoScale: { formula: '1' } }, `${SCALE}.autoScale`],
  // Network
  [
    'endpoint-count',
    LINUX,
    ENDPOINTS,
    [1, 2, 3, 4, 5, 6].map((n) => ({
      ...ENDPOINT,
      name: `e${n}`,
      backendPort: n,
      frontendPortRangeStart: n * 100,
      frontendPortRangeEnd: n * 100 + 50,
    })),
  ],
  ['endpoint-backend-port', LINUX, ENDPOINTS, [{ ...ENDPOINT, backendPort: 29_877 }], `${ENDPOINTS}.0.backendPort`],
  ['endpoint-backend-twice', LINUX, ENDPOINTS, other(PIPE), `${ENDPOINTS}.1.backendPort`],
  [
    'endpoint-frontend-range',
    LINUX,
    ENDPOINTS,
    [{ ...ENDPOINT, frontendPortRangeStart: 49_000, frontendPortRangeEnd: 50_000 }],
    `${ENDPOINTS}.0.frontendPortRangeStart`,
  ],
  [
    'endpoint-frontend-overlap',
    LINUX,
    ENDPOINTS,
    other({ backendPort: 1, frontendPortRangeStart: 10_100, frontendPortRangeEnd: 10_200 }),
    `${ENDPOINTS}.1.frontendPortRangeStart`,
  ],
  [
    'endpoint-frontend-small',
    LINUX,
    ENDPOINTS,
    [{ ...ENDPOINT, frontendPortRangeEnd: 10_038 }],
    `${ENDPOINTS}.0.frontendPortRangeStart`,
  ],
  ['endpoint-agent-port', LINUX, ENDPOINTS, [{ ...ENDPOINT, backendPort: 29_879 }], `${ENDPOINTS}.0.backendPort`],
  ['endpoint-name', LINUX, ENDPOINTS, [{ ...ENDPOINT, name: '-' }], `${ENDPOINTS}.0.name`],
  // Other settings
  ['task-slots', LINUX, 'properties.taskSlotsPerNode', 257],
  ['metadata-form', LINUX, 'properties.metadata', [{ name: 'a' }], 'properties.metadata.0'],
  ['metadata-form', LINUX, 'properties.metadata', { a: 'b' }],
  ['display-name', LINUX, 'properties.displayName', 'x'.repeat(1025)],
  ['start-task-command', LINUX, 'properties.startTask', { waitForSuccess: true }, 'properties.startTask.commandLine'],
  [
    'node-fill-type-missing',
    LINUX,
    'properties.taskSchedulingPolicy',
    {},
    'properties.taskSchedulingPolicy.nodeFillType',
  ],
  // Members
  ['member-of-data-plane', LINUX, 'properties.targetDedicatedNodes', 2],
  ['member-spelling', withMember(LINUX, 'properties.vmSize', undefined), 'properties.VMSize', 'STANDARD_D2S_V3'],
  [
    'member-spelling',
    LINUX,
    'properties.networkConfiguration',
    { subnetID: 'x' },
    'properties.networkConfiguration.subnetID',
  ],
  ['member-twice', LINUX, 'properties.VMSize', 'STANDARD_D2S_V3', 'properties.vmSize'],
  [
    'member-unknown',
    LINUX,
    'properties.startTask',
    { commandLine: 'a', waitForSucces: true },
    'properties.startTask.waitForSucces',
  ],
  ['enumeration', UPGRADE, 'properties.upgradePolicy.mode', 'nightly'],
  ['enumeration', LINUX, 'properties.taskSchedulingPolicy.nodeFillType', 5],
  ['enumeration-spelling', LINUX, 'properties.taskSchedulingPolicy.nodeFillType', 'pack'],
  ['enumeration-spelling', UPGRADE, `${VM}.nodePlacementConfiguration.policy`, 'zonal'],
  ['enumeration-spelling', UPGRADE, 'properties.upgradePolicy.mode', 'Automatic'],
  ['enumeration-empty', LINUX, `${FIXED}.nodeDeallocationOption`, ''],
  ['member-unknown', UPGRADE, `${AUTO}.osRollingUpgradeDefferal`, true],
  ['member-read-only', LINUX, 'properties.allocationState', 'Steady'],
];

function jsonPath(path: string): string {
  return `$.${path}`.replaceAll(/\.(\d+)/g, '[$1]');
}

function found(body: Body, context: object = {}) {
  return checkPool(body, { apiVersion: '2024-07-01', ...context });
}

describe('each rule, broken alone in a body of the documents', () => {
  it.each(ROWS)('%s', (rule, body, member, value, path = member, context = {}) => {
    const known = new Set(
      found(body, { ...context, existing: undefined, apiVersion: '2024-07-01' }).map((one) => one.rule + one.path),
    );
    const findings = found(withMember(body, member, value), context).filter((one) => !known.has(one.rule + one.path));
    const { severity, source } = rules().find(({ id }) => id === rule) as PoolCheckRule;
    expect(findings).toContainEqual({
      severity,
      path: jsonPath(path),
      rule,
      message: expect.stringMatching(/\w{3}/),
      source,
    });
  });

  it('is every rule there is', () => {
    const [shape, ...texts] = ['body-not-object', ...JSON_RULES.map(({ id }) => id)];
    expect(found([]).map(({ rule }) => rule)).toEqual([shape]);
    const broken = new Set([shape, ...texts, ...ROWS.map(([rule]) => rule)]);
    expect([...broken].toSorted()).toEqual(
      rules()
        .map(({ id }) => id)
        .toSorted(),
    );
  });

  it('has a page that says so', () => {
    for (const { source } of rules()) expect(source).toMatch(/^https:\/\//);
  });
});

function rules(): readonly PoolCheckRule[] {
  return Object.values(ALL_RULES).flat();
}

describe('the bodies of the documents', () => {
  const names = (body: Body) =>
    found(body).map(({ severity, rule, path }) => `${severity} ${rule} ${path.split('.').at(-1)}`);

  it('have no errors, and what is worth knowing is said', () => {
    expect(names(LINUX)).toEqual(['warning key-vault-initial-sync requireInitialSync']);
    expect(names(WINDOWS)).toEqual(['warning key-vault-initial-sync requireInitialSync']);
    expect(names(UPGRADE_AS_PRINTED)).toEqual([
      'warning wrapped-in-parameters parameters',
      'warning member-spelling nodeAgentSKUId',
      'warning enumeration-spelling mode',
      'advice os-upgrade-subscription-feature osRollingUpgradeDeferral',
      'advice os-upgrade-preview enableAutomaticOSUpgrade',
      'advice os-upgrade-health enableAutomaticOSUpgrade',
    ]);
  });

  it('say where a rule is broken within the wrapper', () => {
    const body = withMember(UPGRADE_AS_PRINTED, 'parameters.properties.vmSize', undefined);
    expect(found(body)[0]).toMatchObject({ rule: 'vm-size-missing', path: '$.parameters.properties.vmSize' });
  });

  it('are read the same where the settings of an extension are a text', () => {
    const text = withMember(LINUX, `${EXT}.settings`, JSON.stringify(KV.settings));
    const rest = found(text).filter(({ rule }) => rule !== 'extension-settings-text');
    expect(rest).toEqual(found(LINUX));
    expect(found(text, { existing: LINUX }).filter(({ rule }) => rule.startsWith('existing-'))).toEqual([]);
  });

  it.each([
    [null],
    ['text'],
    [[]],
    [{}],
    [{ properties: null }],
    [{ parameters: 1, properties: { deploymentConfiguration: [] } }],
    [{ identity: [], properties: { scaleSettings: 4, metadata: 1, networkConfiguration: [] } }],
  ])('are no surprise whatever they are: %j', (body) => {
    expect(found(body).some(({ severity }) => severity === 'error')).toBe(true);
  });
});

describe('docs/pool-checks.md', () => {
  it('has every rule as it is', () => {
    const page = readFileSync(new URL('../../../docs/pool-checks.md', import.meta.url), 'utf8');
    const shown = Object.entries(ALL_RULES).map(([subject, all]) =>
      [
        `## ${subject}\n`,
        '| rule | is | says |',
        '|---|---|---|',
        ...all.map(
          ({ id, severity, says, source }) =>
            `| \`${id}\` | ${severity} | ${says.replaceAll('|', '\\|')} ([page](${source})) |`,
        ),
        '',
      ].join('\n'),
    );
    expect(page.slice(page.indexOf('## '))).toBe(shown.join('\n'));
  });
});
