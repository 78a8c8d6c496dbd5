@description('What the names of the alerts begin with.')
param prefix string

param location string
param tags object
param workspaceName string

@description('Where alerts go; none without it.')
param email string

resource workspace 'Microsoft.OperationalInsights/workspaces@2025-02-01' existing = {
  name: workspaceName
}

resource receivers 'Microsoft.Insights/actionGroups@2023-01-01' = if (!empty(email)) {
  name: '${prefix}-operators'
  location: 'global'
  tags: tags
  properties: {
    groupShortName: 'lamplighter'
    enabled: true
    emailReceivers: [
      {
        name: 'operators'
        emailAddress: email
        useCommonAlertSchema: true
      }
    ]
  }
}

resource rules 'Microsoft.Insights/scheduledQueryRules@2023-12-01' = [for alert in loadJsonContent('alerts.json').alerts: {
  name: '${prefix}-${alert.name}'
  location: location
  tags: tags
  kind: 'LogAlert'
  properties: {
    displayName: 'Lamplighter: ${alert.title}'
    description: alert.remedy
    severity: alert.severity
    enabled: true
    scopes: [workspace.id]
    evaluationFrequency: alert.every
    windowSize: alert.window
    autoMitigate: true
    // The tables are empty before the first telemetry.
    skipQueryValidation: true
    criteria: {
      allOf: [
        {
          query: join(alert.query, '\n')
          timeAggregation: 'Total'
          metricMeasureColumn: 'found'
          operator: alert.operator
          threshold: alert.threshold
          failingPeriods: {
            numberOfEvaluationPeriods: 1
            minFailingPeriodsToAlert: 1
          }
        }
      ]
    }
    actions: { actionGroups: empty(email) ? [] : [receivers.id] }
  }
}]

resource queries 'Microsoft.OperationalInsights/workspaces/savedSearches@2025-02-01' = [for query in loadJsonContent('queries.json').queries: {
  parent: workspace
  name: '${prefix}-${query.name}'
  properties: {
    category: 'Lamplighter'
    displayName: query.title
    query: join(query.query, '\n')
    version: 2
  }
}]
