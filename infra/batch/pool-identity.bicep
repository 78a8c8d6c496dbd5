@description('An identity of pools that the app creates, in this resource group.')
param identityName string

@description('The identity of the app.')
param principalId string

// Managed Identity Operator: whoever creates a pool with an identity must be allowed to assign that identity.
var identityOperator = 'f1a07417-d97a-45cb-824c-7a7467783830'

resource identity 'Microsoft.ManagedIdentity/userAssignedIdentities@2024-11-30' existing = {
  name: identityName
}

resource assignment 'Microsoft.Authorization/roleAssignments@2022-04-01' = {
  name: guid(identity.id, principalId, identityOperator)
  scope: identity
  properties: {
    roleDefinitionId: subscriptionResourceId('Microsoft.Authorization/roleDefinitions', identityOperator)
    principalId: principalId
    principalType: 'ServicePrincipal'
  }
}
