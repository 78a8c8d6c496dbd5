param name string
param location string
param tags object

@description('Nothing but private endpoints reaches it.')
param isPrivate bool

@description('The identity of the app.')
param principalId string

@description('Days for which anchors of the audit log can be neither changed nor deleted; 0 makes no policy.')
param anchorDays int

var deploymentContainer = 'app-package'
var anchorContainer = 'lamplighter-audit-anchors'

resource account 'Microsoft.Storage/storageAccounts@2025-01-01' = {
  name: name
  location: location
  tags: tags
  kind: 'StorageV2'
  sku: { name: 'Standard_LRS' }
  properties: {
    // The app and the host sign in; nothing has a key.
    allowSharedKeyAccess: false
    allowBlobPublicAccess: false
    defaultToOAuthAuthentication: true
    minimumTlsVersion: 'TLS1_2'
    supportsHttpsTrafficOnly: true
    publicNetworkAccess: isPrivate ? 'Disabled' : 'Enabled'
    networkAcls: {
      bypass: 'None'
      defaultAction: isPrivate ? 'Deny' : 'Allow'
    }
  }
}

resource blobs 'Microsoft.Storage/storageAccounts/blobServices@2025-01-01' = {
  parent: account
  name: 'default'
  properties: {
    deleteRetentionPolicy: {
      enabled: true
      days: 7
    }
  }
}

resource container 'Microsoft.Storage/storageAccounts/blobServices/containers@2025-01-01' = {
  parent: blobs
  name: deploymentContainer
  properties: { publicAccess: 'None' }
}

resource anchors 'Microsoft.Storage/storageAccounts/blobServices/containers@2025-01-01' = {
  parent: blobs
  name: anchorContainer
  properties: { publicAccess: 'None' }
}

// Nobody who writes the storage account sets anchors back, this app included. Whoever manages the account can still delete a policy
// that is not locked: https://learn.microsoft.com/azure/storage/blobs/immutable-time-based-retention-policy-overview
resource anchorPolicy 'Microsoft.Storage/storageAccounts/blobServices/containers/immutabilityPolicies@2025-01-01' = if (anchorDays > 0) {
  parent: anchors
  name: 'default'
  properties: {
    allowProtectedAppendWrites: true
    immutabilityPeriodSinceCreationInDays: anchorDays
  }
}

// What each role is for:
// Blob Data Owner: the host keeps locks of timers and its secrets in containers that it makes, and the app its archive.
// Queue Data Contributor: the app makes its queues and sends; the host receives and moves poison messages.
// Table Data Contributor: the app makes its tables, reads and writes; the host writes diagnostic events.
var roles = {
  blobDataOwner: 'b7e6dc6d-f1e8-4753-8033-0f276bb0955b'
  queueDataContributor: '974c5e8b-45b9-4653-ba55-5f855dd0fb88'
  tableDataContributor: '0a9a7e1f-b9d0-4cc4-a60d-0319b160aaa3'
}

resource assignments 'Microsoft.Authorization/roleAssignments@2022-04-01' = [for role in items(roles): {
  name: guid(account.id, principalId, role.value)
  scope: account
  properties: {
    roleDefinitionId: subscriptionResourceId('Microsoft.Authorization/roleDefinitions', role.value)
    principalId: principalId
    principalType: 'ServicePrincipal'
  }
}]

output id string = account.id
output name string = account.name
output deploymentContainer string = deploymentContainer
