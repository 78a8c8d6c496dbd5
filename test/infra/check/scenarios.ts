/** A Batch account in another subscription than the app. */
export const BATCH_ACCOUNT =
  '/subscriptions/22222222-2222-4222-8222-222222222222/resourceGroups/rg-batch/providers/Microsoft.Batch/batchAccounts/demo';
const POOL_IDENTITY =
  '/subscriptions/22222222-2222-4222-8222-222222222222/resourceGroups/rg-batch/providers/Microsoft.ManagedIdentity/userAssignedIdentities/render';

const LEAST = {
  AZURE_ENV_NAME: 'prod',
  AZURE_LOCATION: 'westeurope',
  LAMPLIGHTER_BATCH_ACCOUNTS: JSON.stringify([{ resourceId: BATCH_ACCOUNT }]),
};

/** Environments of azd under which the templates are checked: between them every condition holds once and fails once. */
export const SCENARIOS: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  'the least that azd asks for': LEAST,
  everything: {
    ...LEAST,
    LAMPLIGHTER_BATCH_ACCOUNTS: JSON.stringify([
      { resourceId: BATCH_ACCOUNT, access: 'operate', poolIdentities: [POOL_IDENTITY] },
      { resourceId: BATCH_ACCOUNT.replace('demo', 'second'), access: 'none' },
      // Another region has an account of the same name.
      { resourceId: BATCH_ACCOUNT.replace('rg-batch', 'rg-us'), name: 'demous' },
    ]),
    LAMPLIGHTER_BATCH_SOURCES: JSON.stringify([
      { subscription: '22222222-2222-4222-8222-222222222222', resourceGroup: 'rg-batch', tag: 'lamplighter=on' },
    ]),
    LAMPLIGHTER_NODE_ACTIONS: 'true',
    LAMPLIGHTER_INSTANCE_MEMORY: '512',
    LAMPLIGHTER_MAXIMUM_INSTANCES: '100',
    LAMPLIGHTER_ALWAYS_READY: '{"function:evaluate-pools":1,"http":1}',
    LAMPLIGHTER_NODE_VERSION: '24',
    VNET_ENABLED: 'true',
    LAMPLIGHTER_AUTH_CLIENT_ID: '33333333-3333-4333-8333-333333333333',
    LAMPLIGHTER_ALERT_EMAIL: 'operators@example.com',
    LAMPLIGHTER_AUDIT_MONTHS: '13',
    LAMPLIGHTER_APP_SETTINGS: '{"LAMPLIGHTER_URL":"https://lamps.example.com"}',
    LAMPLIGHTER_DAILY_LOG_GB: '2',
  },
  'built-in roles': {
    ...LEAST,
    LAMPLIGHTER_BATCH_ACCOUNTS: JSON.stringify([{ resourceId: BATCH_ACCOUNT, access: 'operate' }]),
    LAMPLIGHTER_BUILT_IN_ROLES: 'true',
  },
};
