targetScope = 'subscription'

@minLength(1)
@maxLength(64)
@description('Name of the environment: part of the names of all resources.')
param environmentName string

@minLength(1)
@metadata({ azd: { type: 'location' } })
@description('Region of all resources, one that has Flex Consumption.')
param location string

@description('The Batch accounts: [{"resourceId":"/subscriptions/…/batchAccounts/NAME","access":"observe"}]. access is none, observe or operate; name is what the app calls the account, where two regions have one of the same name; poolIdentities lists the identities of pools that the app creates.')
param batchAccounts array

@description('Subscriptions or resource groups in which Batch accounts are found by a tag: [{"subscription":"…","resourceGroup":"…","tag":"lamplighter=on"}]. Give the identity its roles there yourself.')
param batchAccountSources array = []

@description('Use the built-in roles Azure Batch Account Reader and Azure Batch Data Contributor instead of custom roles, which take a right to write role definitions. They allow more than the app needs.')
param builtInBatchRoles bool = false

@description('Add the actions for single nodes to the role that operates. A cloud that does not know them refuses the role.')
param nodeActions bool = false

@allowed([512, 2048, 4096])
@description('Memory of an instance in MB.')
param instanceMemoryMB int = 2048

@minValue(40)
@maxValue(1000)
@description('The most instances of each group of functions.')
param maximumInstanceCount int = 40

@description('Instances that are always ready, beside those of scale.json: {"function:evaluate-pools":1}.')
param alwaysReady object = {}

@allowed(['22', '24'])
@description('Version of Node.js.')
param nodeVersion string = '22'

@description('Put storage behind private endpoints and the app into a virtual network.')
param vnetEnabled bool = false

@description('Client id of the app registration for sign-in. Without it the platform does not authenticate, and callers need a function key.')
param authClientId string = ''

@description('Where alerts go; no e-mail without it.')
param alertEmail string = ''

@minValue(0)
@description('Whole months after which audit records move to blobs; 0 keeps them in the table.')
param auditMonths int = 0

@minValue(0)
@maxValue(146000)
@description('Days for which anchors of the audit log can be neither changed nor deleted. 0 makes no policy, and leaves one that was locked as it is.')
param anchorDays int = 400

@description('More app settings, such as {"LAMPLIGHTER_URL":"https://…"}. Secrets belong in Key Vault references.')
param appSettings object = {}

@minValue(1)
@description('The most GB of logs a day; more is dropped, and an alert says so.')
param dailyLogQuotaGb int = 1

var abbreviations = loadJsonContent('abbreviations.json')
var token = toLower(uniqueString(subscription().id, environmentName, location))
var tags = { 'azd-env-name': environmentName }

resource group 'Microsoft.Resources/resourceGroups@2025-04-01' = {
  name: '${abbreviations.resourceGroup}${environmentName}'
  location: location
  tags: tags
}

module identity 'app/identity.bicep' = {
  name: 'identity'
  scope: group
  params: {
    name: '${abbreviations.identity}${token}'
    location: location
    tags: tags
  }
}

module network 'app/network.bicep' = if (vnetEnabled) {
  name: 'network'
  scope: group
  params: {
    name: '${abbreviations.virtualNetwork}${token}'
    location: location
    tags: tags
  }
}

module storage 'app/storage.bicep' = {
  name: 'storage'
  scope: group
  params: {
    name: '${abbreviations.storage}${token}'
    location: location
    tags: tags
    isPrivate: vnetEnabled
    principalId: identity.outputs.principalId
    anchorDays: anchorDays
  }
}

module endpoints 'app/private-endpoints.bicep' = if (vnetEnabled) {
  name: 'private-endpoints'
  scope: group
  params: {
    location: location
    tags: tags
    virtualNetworkId: network.?outputs.?id ?? ''
    subnetId: network.?outputs.?endpointsSubnetId ?? ''
    storageId: storage.outputs.id
    storageName: storage.outputs.name
  }
}

module monitoring 'app/monitoring.bicep' = {
  name: 'monitoring'
  scope: group
  params: {
    workspaceName: '${abbreviations.workspace}${token}'
    componentName: '${abbreviations.component}${token}'
    location: location
    tags: tags
    principalId: identity.outputs.principalId
    dailyQuotaGb: dailyLogQuotaGb
  }
}

module access 'batch/access.bicep' = [for (account, index) in batchAccounts: {
  name: 'batch-access-${index}-${token}'
  scope: resourceGroup(split(account.resourceId, '/')[2], split(account.resourceId, '/')[4])
  params: {
    accountName: last(split(account.resourceId, '/'))
    access: account.?access ?? 'observe'
    principalId: identity.outputs.principalId
    token: token
    builtInRoles: builtInBatchRoles
    nodeActions: nodeActions
  }
}]

// Pools of several accounts may have the same identity, which the app is given once.
var poolIdentities = union([], flatten(map(batchAccounts, account => account.?poolIdentities ?? [])))

module poolIdentityAccess 'batch/pool-identity.bicep' = [for (id, index) in poolIdentities: {
  name: 'pool-identity-${index}-${token}'
  scope: resourceGroup(split(id, '/')[2], split(id, '/')[4])
  params: {
    identityName: last(split(id, '/'))
    principalId: identity.outputs.principalId
  }
}]

module app 'app/function-app.bicep' = {
  name: 'function-app'
  scope: group
  params: {
    name: '${abbreviations.functionApp}${token}'
    planName: '${abbreviations.plan}${token}'
    location: location
    tags: tags
    identityId: identity.outputs.id
    identityClientId: identity.outputs.clientId
    storageName: storage.outputs.name
    deploymentContainer: storage.outputs.deploymentContainer
    componentName: monitoring.outputs.componentName
    subnetId: network.?outputs.?appSubnetId ?? ''
    nodeVersion: nodeVersion
    instanceMemoryMB: instanceMemoryMB
    maximumInstanceCount: maximumInstanceCount
    alwaysReady: alwaysReady
    authClientId: authClientId
    settings: union(
      {
        BATCH_ACCOUNTS: string(concat(
          map(batchAccounts, account => {
            name: account.?name ?? last(split(account.resourceId, '/'))
            resourceId: account.resourceId
          }),
          batchAccountSources
        ))
        LAMPLIGHTER_HTTP_STREAM: 'on'
      },
      auditMonths > 0 ? { LAMPLIGHTER_AUDIT_MONTHS: string(auditMonths) } : {},
      appSettings
    )
  }
  dependsOn: [
    access
    poolIdentityAccess
    endpoints
  ]
}

module alerts 'operations/alerts.bicep' = {
  name: 'alerts'
  scope: group
  params: {
    prefix: 'lamplighter-${environmentName}'
    location: location
    tags: tags
    workspaceName: monitoring.outputs.workspaceName
    email: alertEmail
  }
}

output AZURE_LOCATION string = location
output AZURE_TENANT_ID string = tenant().tenantId
output AZURE_RESOURCE_GROUP string = group.name
output AZURE_FUNCTION_NAME string = app.outputs.name
output LAMPLIGHTER_ADDRESS string = app.outputs.address
output LAMPLIGHTER_IDENTITY_CLIENT_ID string = identity.outputs.clientId
output LAMPLIGHTER_IDENTITY_PRINCIPAL_ID string = identity.outputs.principalId
