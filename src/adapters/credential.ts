import type { TokenCredential } from '@azure/core-auth';

/**
 * The credential for Microsoft Entra ID: in Azure the app's identity, elsewhere the user who is signed in. The library is
 * loaded with the first token, because it is a large part of a cold start and is not needed with shared keys.
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
