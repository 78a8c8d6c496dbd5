import { ANCHOR_CONTAINER } from '../../../src/adapters/blobs/anchor-blobs.ts';
import type { Deployment, Resource } from '../bicep/template.ts';
import { isList, isRecord, type Value } from '../bicep/value.ts';

/** What must hold of each resource of a type: a path into its body, and the value there. */
const MUST: Readonly<Record<string, Readonly<Record<string, Value>>>> = {
  'Microsoft.Storage/storageAccounts': {
    'properties.allowSharedKeyAccess': false,
    'properties.allowBlobPublicAccess': false,
    'properties.supportsHttpsTrafficOnly': true,
    'properties.minimumTlsVersion': 'TLS1_2',
  },
  'Microsoft.Storage/storageAccounts/blobServices/containers': { 'properties.publicAccess': 'None' },
  // The app adds a line a night to blobs that are there: without it the policy would stop it.
  'Microsoft.Storage/storageAccounts/blobServices/containers/immutabilityPolicies': {
    'properties.allowProtectedAppendWrites': true,
  },
  'Microsoft.Insights/components': { 'properties.DisableLocalAuth': true },
  'Microsoft.Web/sites': {
    'properties.httpsOnly': true,
    'properties.siteConfig.minTlsVersion': '1.2',
    'identity.type': 'UserAssigned',
    'properties.functionAppConfig.deployment.storage.authentication.type': 'UserAssignedIdentity',
  },
  'Microsoft.Web/sites/basicPublishingCredentialsPolicies': { 'properties.allow': false },
  'Microsoft.Web/serverfarms': { 'sku.name': 'FC1', 'sku.tier': 'FlexConsumption', 'properties.reserved': true },
};

/** Of what there is to be one at least, whatever the parameters are. */
const NEEDED = ['Microsoft.Web/sites', 'Microsoft.Storage/storageAccounts', 'Microsoft.Insights/components'];

export function hardeningProblems(deployment: Deployment): readonly string[] {
  const made = deployment.resources.filter(({ isExisting }) => !isExisting);
  const policies = made.filter(({ type }) => type === 'Microsoft.Web/sites/basicPublishingCredentialsPolicies');
  return [
    ...made.flatMap(closedProblems),
    ...NEEDED.filter((type) => !made.some((one) => one.type === type)).map((type) => `there is no ${type}`),
    ...(policies.length === 2 ? [] : ['publishing with a password is not off for both ftp and scm']),
    ...made.flatMap(tagProblems),
    ...anchorProblems(made),
    ...networkProblems(made),
    ...outputProblems(deployment),
  ];
}

function closedProblems({ type, body, at }: Resource): readonly string[] {
  return Object.entries(MUST[type] ?? {})
    .filter(([path, value]) => valueAt(body, path) !== value)
    .map(([path, value]) => `${at} ${path}: ${JSON.stringify(value)} is needed`);
}

function valueAt(body: Value, path: string): Value | undefined {
  return path.split('.').reduce<Value | undefined>((value, name) => (isRecord(value) ? value[name] : undefined), body);
}

/** azd finds what is its own by a tag, and the site by another. */
function tagProblems({ type, body, at }: Resource): readonly string[] {
  const isTagged = 'location' in body || type === 'Microsoft.Resources/resourceGroups';
  const tags = body['tags'];
  if (isTagged && !(isRecord(tags) && 'azd-env-name' in tags)) return [`${at}: the tag azd-env-name is missing`];
  if (type === 'Microsoft.Web/sites' && valueAt(body, 'tags.azd-service-name') !== 'app')
    return [`${at}: the tag azd-service-name does not name the service of azure.yaml`];
  return [];
}

/** The container that the policy is for is the one that the app writes anchors to. */
function anchorProblems(made: readonly Resource[]): readonly string[] {
  const containers = made.filter(({ type }) => type === 'Microsoft.Storage/storageAccounts/blobServices/containers');
  const isThere = containers.some(({ body }) => body['name'] === ANCHOR_CONTAINER);
  return isThere ? [] : [`there is no container ${ANCHOR_CONTAINER} for the anchors of the audit log`];
}

/** Storage is private, and the app in the network, together or not at all. */
function networkProblems(made: readonly Resource[]): readonly string[] {
  const storage = made.find(({ type }) => type === 'Microsoft.Storage/storageAccounts')?.body ?? {};
  const site = made.find(({ type }) => type === 'Microsoft.Web/sites')?.body ?? {};
  const endpoints = made.filter(({ type }) => type === 'Microsoft.Network/privateEndpoints');
  const isPrivate = endpoints.length > 0;
  const expected = isPrivate ? ['Disabled', 'Deny'] : ['Enabled', 'Allow'];
  const found = [
    valueAt(storage, 'properties.publicNetworkAccess'),
    valueAt(storage, 'properties.networkAcls.defaultAction'),
  ];
  const hasSubnet = (valueAt(site, 'properties.virtualNetworkSubnetId') ?? null) !== null;
  const groups = endpoints.flatMap(({ body }) => groupsOf(valueAt(body, 'properties.privateLinkServiceConnections')));
  return [
    ...(JSON.stringify(found) === JSON.stringify(expected) ? [] : [`storage is ${found} where ${expected} is needed`]),
    ...(hasSubnet === isPrivate ? [] : ['the app is in a network without private storage, or the other way round']),
    ...(isPrivate && groups.toSorted().join() !== 'blob,queue,table' ? [`private endpoints are for ${groups}`] : []),
  ];
}

function groupsOf(connections: Value | undefined): readonly string[] {
  return isList(connections)
    ? connections.flatMap((one) => {
        const ids = valueAt(one, 'properties.groupIds');
        return isList(ids) ? ids.map(String) : [];
      })
    : [];
}

/** What a deployment says at its end is kept in its history, which many can read. */
function outputProblems({ outputs }: Deployment): readonly string[] {
  const text = (value: Value) => JSON.stringify(value);
  return Object.entries(outputs)
    .filter(([, value]) => /InstrumentationKey|AccountKey|SharedAccessSignature|whsec_/.test(text(value)))
    .map(([name]) => `the output ${name} holds a secret`);
}
