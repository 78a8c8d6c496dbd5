import { waitedForBy } from '../bicep/deployment.ts';
import type { Deployment, Resource } from '../bicep/template.ts';
import { isList, isRecord, listOf, recordOf, type Value } from '../bicep/value.ts';

/** Built-in roles that may be given, each on what and why. https://learn.microsoft.com/azure/role-based-access-control/built-in-roles */
const BUILT_IN: Readonly<Record<string, { readonly on: string; readonly why: string }>> = {
  'b7e6dc6d-f1e8-4753-8033-0f276bb0955b': {
    on: 'Microsoft.Storage/storageAccounts',
    why: 'the host makes its containers',
  },
  '974c5e8b-45b9-4653-ba55-5f855dd0fb88': {
    on: 'Microsoft.Storage/storageAccounts',
    why: 'queues are made, sent to and received',
  },
  '0a9a7e1f-b9d0-4cc4-a60d-0319b160aaa3': {
    on: 'Microsoft.Storage/storageAccounts',
    why: 'tables are made, read and written',
  },
  '3913510d-42f4-4e42-8a64-420c390055eb': { on: 'Microsoft.Insights/components', why: 'the host sends telemetry' },
  '11076f67-66f6-4be0-8f6b-f0609fd05cc9': {
    on: 'Microsoft.Batch/batchAccounts',
    why: 'observe, where custom roles cannot be made',
  },
  '6aaa78f1-f7de-44ca-8722-c64a23943cae': {
    on: 'Microsoft.Batch/batchAccounts',
    why: 'operate, where custom roles cannot be made',
  },
  'f1a07417-d97a-45cb-824c-7a7467783830': {
    on: 'Microsoft.ManagedIdentity/userAssignedIdentities',
    why: 'pools with an identity are created',
  },
};

/** Without these on what they are for, the app or its host does nothing. */
const NEEDED = [
  'b7e6dc6d-f1e8-4753-8033-0f276bb0955b',
  '974c5e8b-45b9-4653-ba55-5f855dd0fb88',
  '0a9a7e1f-b9d0-4cc4-a60d-0319b160aaa3',
  '3913510d-42f4-4e42-8a64-420c390055eb',
];

/** Every role is one that was thought about, on the thing that it is for, given to the app, and there before the app is. */
export function roleProblems(deployment: Deployment): readonly string[] {
  const { resources } = deployment;
  const assignments = resources.filter(({ type }) => type === 'Microsoft.Authorization/roleAssignments');
  const definitions = resources.filter(({ type }) => type === 'Microsoft.Authorization/roleDefinitions');
  const given = assignments.map((one) => roleId(one));
  return [
    ...assignments.flatMap((one) => assignmentProblems(one, resources)),
    ...definitions.flatMap(definitionProblems),
    ...NEEDED.filter((id) => !given.includes(id)).map(
      (id) => `the role ${id} is given to nobody: ${BUILT_IN[id]?.why}`,
    ),
    ...orderProblems(deployment, assignments),
  ];
}

function roleId({ body }: Resource): string {
  const { roleDefinitionId } = recordOf(body['properties'], 'an assignment');
  return String(roleDefinitionId).split('/').at(-1) ?? '';
}

function assignmentProblems(assignment: Resource, resources: readonly Resource[]): readonly string[] {
  const { at, body } = assignment;
  const properties = recordOf(body['properties'], 'an assignment');
  const id = roleId(assignment);
  const identity = resources.find(({ key }) => key === 'main/identity/identity');
  const target = resources.find((one) => one.id === assignment.extends);
  const builtIn = BUILT_IN[id];
  const isOwn = resources.some(
    (one) => one.type === 'Microsoft.Authorization/roleDefinitions' && one.id === properties['roleDefinitionId'],
  );
  return [
    ...(builtIn === undefined && !isOwn ? [`${at}: the role ${id} is not among those that may be given`] : []),
    ...(target === undefined ? [`${at}: the role is given on a whole group or subscription`] : []),
    ...(builtIn !== undefined && target !== undefined && builtIn.on !== target.type
      ? [`${at}: the role ${id} is for ${builtIn.on}, and is given on ${target.type}`]
      : []),
    ...(identity === undefined || properties['principalType'] !== 'ServicePrincipal'
      ? [`${at}: it is not given to the identity`]
      : []),
  ];
}

function definitionProblems({ at, body }: Resource): readonly string[] {
  const { permissions, assignableScopes } = recordOf(body['properties'], 'a role');
  const granted = listOf(permissions, 'permissions').flatMap((one) => actionsIn(one));
  const scopes = listOf(assignableScopes, 'assignableScopes');
  return [
    ...granted
      .filter((action) => action.includes('*'))
      .map((action) => `${at}: '${action}' allows more than one action`),
    ...(granted.length === 0 ? [`${at}: the role allows nothing`] : []),
    ...(scopes.every((scope) => String(scope).includes('/resourceGroups/'))
      ? []
      : [`${at}: the role can be given in a whole subscription`]),
  ];
}

function actionsIn(permission: Value): readonly string[] {
  if (!isRecord(permission)) return [];
  return ['actions', 'dataActions'].flatMap((name) => (isList(permission[name]) ? permission[name].map(String) : []));
}

/** A site that starts before its roles finds its storage closed, and stays without functions. */
function orderProblems(deployment: Deployment, assignments: readonly Resource[]): readonly string[] {
  const site = deployment.resources.find(({ type }) => type === 'Microsoft.Web/sites');
  if (site === undefined) return ['there is no site'];
  const before = waitedForBy(deployment, site);
  const needed = [...assignments, ...deployment.resources.filter(({ type }) => PRIVATE.test(type))];
  return needed.filter((one) => !before.has(one)).map(({ at, key }) => `${at}: the site does not wait for ${key}`);
}

const PRIVATE = /privateDnsZoneGroups$|virtualNetworkLinks$|blobServices\/containers$/;
