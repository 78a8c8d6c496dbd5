import type { TokenCredential } from '@azure/core-auth';

/**
 * Signs in with Microsoft Entra ID: in Azure as the app's identity, elsewhere as whoever is signed in. The library is loaded
 * with the first token, because it is a good part of a cold start and not needed where keys are used.
 */
export function entraCredential(clientId: string | undefined): () => TokenCredential {
  let loading: Promise<TokenCredential> | undefined;
  const load = async () => {
    const { DefaultAzureCredential } = await import('@azure/identity');
    return new DefaultAzureCredential(clientId === undefined ? {} : { managedIdentityClientId: clientId });
  };
  const credential: TokenCredential = {
    getToken: async (scopes, options) => {
      loading ??= load();
      return (await loading).getToken(scopes, options);
    },
  };
  return () => credential;
}
