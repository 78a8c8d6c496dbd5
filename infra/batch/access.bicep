@description('A Batch account in this resource group.')
param accountName string

@allowed(['none', 'observe', 'operate'])
@description('none: somebody else gives access. observe: only reads. operate: also starts and deallocates nodes, and creates pools.')
param access string = 'observe'

@description('The identity of the app.')
param principalId string

@description('Makes the name of a custom role unique among several deployments.')
param token string

@description('Built-in roles instead of custom ones. They allow more: Data Contributor also deletes pools and writes jobs.')
param builtInRoles bool = false

@description('Also the actions for single nodes, which are listed since 2026 for a resource type to come.')
param nodeActions bool = false

var builtIn = {
  observe: '11076f67-66f6-4be0-8f6b-f0609fd05cc9' // Azure Batch Account Reader
  operate: '6aaa78f1-f7de-44ca-8722-c64a23943cae' // Azure Batch Data Contributor
}
var permissions = loadJsonContent('permissions.json')
var actions = {
  observe: permissions.observe.actions
  operate: concat(
    permissions.observe.actions,
    permissions.operate.actions,
    nodeActions ? permissions.nodeActions.actions : []
  )
}
var hasAccess = access != 'none'
var isCustom = hasAccess && !builtInRoles
// Azure changes what a role allows, but not which role an assignment gives, and a deployment deletes no assignment. So an
// account has one custom role, whose actions follow the access, and the assignment of another role is another assignment.
// Never empty: a resource has a name also where its condition does not hold.
var roleName = hasAccess && builtInRoles ? builtIn[access] : guid(account.id, token)

resource account 'Microsoft.Batch/batchAccounts@2024-07-01' existing = {
  name: accountName
}

resource role 'Microsoft.Authorization/roleDefinitions@2022-04-01' = if (isCustom) {
  name: roleName
  properties: {
    // Unique in the tenant, in which other regions can have an account of this name.
    roleName: 'Lamplighter ${accountName} ${uniqueString(account.id, token)}'
    description: 'What Lamplighter calls on the Batch account ${accountName}, and nothing else.'
    type: 'CustomRole'
    assignableScopes: [resourceGroup().id]
    permissions: [
      {
        actions: isCustom ? actions[access] : []
        dataActions: permissions.observe.dataActions
        notActions: []
        notDataActions: []
      }
    ]
  }
}

resource assignment 'Microsoft.Authorization/roleAssignments@2022-04-01' = if (hasAccess) {
  name: guid(account.id, principalId, roleName)
  scope: account
  properties: {
    roleDefinitionId: isCustom
      ? role.id
      : subscriptionResourceId('Microsoft.Authorization/roleDefinitions', roleName)
    principalId: principalId
    principalType: 'ServicePrincipal'
  }
}
