import { uuidOf } from './functions.ts';
import type { Value } from './value.ts';

type Made = (name: string) => { readonly [property: string]: Value };

/** What Azure makes of a resource and templates may read: made up here, in its true form. */
export const RUNTIME: Readonly<Record<string, Made>> = {
  'Microsoft.Insights/components': (name) => ({
    ConnectionString: `InstrumentationKey=${uuidOf(name)};IngestionEndpoint=https://westeurope-1.in.applicationinsights.azure.com/`,
  }),
  'Microsoft.ManagedIdentity/userAssignedIdentities': (name) => ({
    clientId: uuidOf(`client of ${name}`),
    principalId: uuidOf(`principal of ${name}`),
  }),
  'Microsoft.Storage/storageAccounts': (name) => ({
    primaryEndpoints: {
      blob: `https://${name}.blob.core.windows.net/`,
      queue: `https://${name}.queue.core.windows.net/`,
      table: `https://${name}.table.core.windows.net/`,
    },
  }),
  'Microsoft.Web/sites': (name) => ({ defaultHostName: `${name}.azurewebsites.net` }),
};
