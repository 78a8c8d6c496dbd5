import { type Config, ConfigError, readConfig } from '../../../src/config/config.ts';
import { HOST_SETTINGS } from '../../../src/config/host-settings.ts';
import type { Setting } from '../../../src/config/setting.ts';
import { SETTINGS } from '../../../src/config/settings.ts';
import type { Deployment, Resource } from '../bicep/template.ts';
import { isRecord, recordOf, type Value } from '../bicep/value.ts';

/** Settings and properties that Flex Consumption does not take: https://learn.microsoft.com/azure/azure-functions/functions-app-settings */
const REFUSED = new Set([
  'ENABLE_ORYX_BUILD',
  'FUNCTIONS_EXTENSION_VERSION',
  'FUNCTIONS_MAX_HTTP_CONCURRENCY',
  'FUNCTIONS_WORKER_DYNAMIC_CONCURRENCY_ENABLED',
  'FUNCTIONS_WORKER_PROCESS_COUNT',
  'FUNCTIONS_WORKER_RUNTIME',
  'FUNCTIONS_WORKER_RUNTIME_VERSION',
  'SCM_DO_BUILD_DURING_DEPLOYMENT',
  'WEBSITE_CONTENTAZUREFILECONNECTIONSTRING',
  'WEBSITE_CONTENTOVERVNET',
  'WEBSITE_CONTENTSHARE',
  'WEBSITE_DNS_SERVER',
  'WEBSITE_LOAD_CERTIFICATES',
  'WEBSITE_MAX_DYNAMIC_APPLICATION_SCALE_OUT',
  'WEBSITE_NODE_DEFAULT_VERSION',
  'WEBSITE_RUN_FROM_PACKAGE',
  'WEBSITE_SKIP_CONTENTSHARE_VALIDATION',
  'WEBSITE_TIME_ZONE',
  'WEBSITE_VNET_ROUTE_ALL',
]);
const REFUSED_PROPERTIES = new Set([
  'alwaysOn',
  'appSettings',
  'containerSize',
  'dnsConfiguration',
  'ftpsState',
  'functionAppScaleLimit',
  'linuxFxVersion',
  'nodeVersion',
  'preWarmedInstanceCount',
  'use32BitWorkerProcess',
  'vnetRouteAllEnabled',
]);

/** The app settings of a deployment. */
export function appSettingsOf({ resources }: Deployment): Readonly<Record<string, string>> {
  const settings = resources.find(
    ({ type, name }) => type === 'Microsoft.Web/sites/config' && name.endsWith('/appsettings'),
  );
  return recordOf(settings?.body['properties'], 'the app settings') as Readonly<Record<string, string>>;
}

/** The settings are those of the app and of the host, the app accepts them, and Flex Consumption does. */
export function settingsProblems(deployment: Deployment): readonly string[] {
  const settings = appSettingsOf(deployment);
  const names = Object.keys(settings);
  const known: readonly Setting[] = Object.values(SETTINGS);
  const own = new Map(known.map((setting) => [setting.name, setting]));
  return [
    ...names.filter((name) => REFUSED.has(name)).map((name) => `${name}: Flex Consumption does not take this setting`),
    ...names
      .filter((name) => !own.has(name) && !(name in HOST_SETTINGS) && !REFUSED.has(name))
      .map((name) => `${name}: neither the app nor the host knows this setting`),
    ...names.filter((name) => own.get(name)?.isPlatforms === true).map((name) => `${name}: only the platform sets it`),
    ...names.filter((name) => own.get(name)?.isSecret === true).map((name) => `${name}: a secret stands in a template`),
    ...configProblems(deployment, settings),
    ...deployment.resources.flatMap(refusedProperties),
  ];
}

function configProblems(deployment: Deployment, settings: Readonly<Record<string, string>>): readonly string[] {
  try {
    return storageProblems(deployment, readConfig(settings));
  } catch (error) {
    if (error instanceof ConfigError) return error.problems;
    throw error;
  }
}

/** The app signs in, as the identity that it has, to the storage account that is made. */
function storageProblems({ resources }: Deployment, { storage, identityClientId }: Config): readonly string[] {
  const account = resources.find(({ type }) => type === 'Microsoft.Storage/storageAccounts')?.name ?? '';
  const addresses = storage.kind === 'identity' ? [storage.tables, storage.queues, storage.blobs] : [];
  const isOurs = addresses.length === 3 && addresses.every((address) => address?.includes(`//${account}.`));
  return [
    ...(isOurs ? [] : ['the settings do not lead to tables, queues and blobs of the storage account']),
    ...(identityClientId === undefined ? ['AzureWebJobsStorage__clientId: it is missing'] : []),
  ];
}

function refusedProperties({ type, body, at }: Resource): readonly string[] {
  if (type !== 'Microsoft.Web/sites') return [];
  const properties = body['properties'];
  const config: Value | undefined = isRecord(properties) ? properties['siteConfig'] : undefined;
  const names = isRecord(config) ? Object.keys(config) : [];
  return names.filter((name) => REFUSED_PROPERTIES.has(name)).map((name) => `${at} ${name}: not on Flex Consumption`);
}
