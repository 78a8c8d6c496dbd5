import type { TokenCredential } from '@azure/core-auth';
import { DefaultAzureCredential } from '@azure/identity';

/** Signs in with Microsoft Entra ID: in Azure as the app's identity, elsewhere as whoever is signed in. Made when first asked for. */
export function entraCredential(clientId: string | undefined): () => TokenCredential {
  let credential: TokenCredential | undefined;
  return () => {
    credential ??= new DefaultAzureCredential(clientId === undefined ? {} : { managedIdentityClientId: clientId });
    return credential;
  };
}
