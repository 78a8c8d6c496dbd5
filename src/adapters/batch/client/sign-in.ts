import type { TokenCredential } from '@azure/core-auth';
import type { PipelineRequest } from '@azure/core-rest-pipeline';

/** In the place of the code of a failed connection. */
export const NOT_SIGNED_IN = 'NOT_SIGNED_IN';

/** There was no token for an attempt of a request, so that attempt was not sent. */
export class NotSignedIn extends Error {
  readonly code = NOT_SIGNED_IN;
  /** Its earlier attempts may have arrived. */
  request?: PipelineRequest;

  constructor(cause: unknown) {
    super('the app could not sign in to Azure; check its identity', { cause });
    this.name = 'NotSignedIn';
  }
}

/** The same credential, whose failures can be told from those of the connection. */
export function signingIn(credential: TokenCredential): TokenCredential {
  return {
    getToken: async (scopes, options) => {
      try {
        return await credential.getToken(scopes, options);
      } catch (cause) {
        throw new NotSignedIn(cause);
      }
    },
  };
}
