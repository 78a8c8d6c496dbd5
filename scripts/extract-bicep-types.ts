import { execFile } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';

/**
 * Refreshes test/infra/schemas from the types that Microsoft ships in its MCP server (MIT). That package is 137 MB, so it is
 * fetched for this and is no dependency; it works without a network. It has one version of each type, and misses some: these
 * are written by hand, see test/infra/schemas/README.md.
 *
 *   node scripts/extract-bicep-types.ts
 */
const PACKAGE = '@azure/mcp-linux-x64@2.0.5';

/** Each type, and of one whose names decide its shape, the names that are used. */
const TYPES: Readonly<Record<string, readonly string[]>> = {
  'Microsoft.Authorization/roleAssignments': [],
  'Microsoft.Authorization/roleDefinitions': [],
  'Microsoft.Batch/batchAccounts': [],
  'Microsoft.Insights/components': [],
  'Microsoft.ManagedIdentity/userAssignedIdentities': [],
  'Microsoft.Network/privateEndpoints': [],
  'Microsoft.Network/privateEndpoints/privateDnsZoneGroups': [],
  'Microsoft.Network/virtualNetworks': [],
  'Microsoft.OperationalInsights/workspaces': [],
  'Microsoft.OperationalInsights/workspaces/savedSearches': [],
  'Microsoft.Resources/resourceGroups': [],
  'Microsoft.Storage/storageAccounts': [],
  'Microsoft.Storage/storageAccounts/blobServices': [],
  'Microsoft.Storage/storageAccounts/blobServices/containers': [],
  'Microsoft.Web/serverfarms': [],
  'Microsoft.Web/sites': [],
  'Microsoft.Web/sites/basicPublishingCredentialsPolicies': ['ftp', 'scm'],
  'Microsoft.Web/sites/config': ['appsettings', 'authsettingsV2'],
};

/** Types behind which a whole service stands: what is in them is not kept, and using it needs a change here. */
const CLOSED: ReadonlySet<string> = new Set([
  'ApplicationGatewayIPConfiguration',
  'ApplicationSecurityGroup',
  'CloningInfo',
  'NatGateway',
  'NetworkInterface',
  'NetworkSecurityGroup',
  'PrivateLinkServiceConnectionState',
  'PublicIPAddress',
  'RouteTable',
  'ServiceEndpointPolicy',
  'VirtualNetworkPeering',
]);

interface Property {
  readonly name: string;
  readonly type: string;
  readonly flags?: string;
}

interface Shape {
  readonly $type: string;
  readonly name: string;
  readonly properties?: readonly Property[];
  readonly additionalPropertiesType?: string;
  readonly baseProperties?: readonly Property[];
  readonly elements?: readonly Shape[];
  readonly bodyType?: Shape;
}

type Members = Readonly<Record<string, string>>;

const run = promisify(execFile);
const folder = await mkdtemp(join(tmpdir(), 'bicep-types-'));
try {
  await run('npm', ['install', '--ignore-scripts', '--no-save', '--prefix', folder, PACKAGE]);
  const program = join(folder, 'node_modules', '@azure', 'mcp-linux-x64', 'dist', 'azmcp');
  for (const [type, names] of Object.entries(TYPES)) {
    const shapes = await read(program, type);
    const file = join('test', 'infra', 'schemas', `${type.replaceAll('/', '.')}.json`);
    await writeFile(file, `${JSON.stringify({ origin: PACKAGE, ...extract(shapes, names) }, null, 1)}\n`);
  }
} finally {
  await rm(folder, { recursive: true });
}

async function read(program: string, type: string): Promise<readonly Shape[]> {
  const env = { AZURE_MCP_COLLECT_TELEMETRY: 'false', DOTNET_SYSTEM_GLOBALIZATION_INVARIANT: '1' };
  const { stdout } = await run(program, ['bicepschema', 'get', '--resource-type', type], { env, maxBuffer: 2 ** 26 });
  return JSON.parse(stdout).results.BicepSchemaResult as readonly Shape[];
}

/** A resource with all types that its body can hold, without descriptions. */
function extract(shapes: readonly Shape[], names: readonly string[]): object {
  const resource = shapes.find(({ $type }) => $type === 'Resource');
  if (resource?.bodyType === undefined) throw new Error('There is no resource.');
  const byName = new Map(shapes.filter(({ $type }) => /Object$/.test($type)).map((shape) => [shape.name, shape]));
  const bodies = bodiesOf(resource.bodyType, names);
  const types: Record<string, Members | readonly Members[]> = {};
  const waiting = bodies.flatMap((body) => typesIn(body));
  for (const name of waiting) {
    const shape = byName.get(name);
    if (shape === undefined || name in types) continue;
    const members = CLOSED.has(name) ? [] : shapesOf(shape);
    types[name] = members.length === 1 ? (members[0] ?? {}) : members;
    waiting.push(...members.flatMap(typesIn));
  }
  return { resource: resource.name, bodies, types };
}

function bodiesOf(body: Shape, names: readonly string[]): readonly Members[] {
  const wanted = (shape: Shape) => names.includes(shape.properties?.find(({ name }) => name === 'name')?.type ?? '');
  return shapesOf({ ...body, ...(body.elements && { elements: body.elements.filter(wanted) }) });
}

function shapesOf({
  properties = [],
  baseProperties = [],
  elements,
  additionalPropertiesType,
}: Shape): readonly Members[] {
  if (elements !== undefined) {
    return elements.flatMap((element) =>
      shapesOf({ ...element, properties: [...baseProperties, ...(element.properties ?? [])] }),
    );
  }
  const members = properties.map(({ name, type, flags = '' }) => [name, memberText(type, flags)]);
  const others = additionalPropertiesType === undefined ? [] : [['*', additionalPropertiesType]];
  return [Object.fromEntries([...members, ...others])];
}

/** What is only read says no type: nobody may write it. */
function memberText(type: string, flags: string): string {
  if (flags.includes('ReadOnly')) return 'readOnly';
  return flags.includes('Required') ? `required ${type}` : type;
}

function typesIn(members: Members): readonly string[] {
  return Object.values(members).flatMap((text) =>
    text
      .replace(/^required /, '')
      .split(' | ')
      .map((one) => one.replace(/(\[\])+$/, '')),
  );
}
