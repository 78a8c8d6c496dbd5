import type { TokenCredential } from '@azure/core-auth';

/** For clients that require a credential although a shared key signs their requests. */
export const NO_TOKEN: TokenCredential = {
  getToken: () => Promise.reject(new Error('With a shared key no token is asked for.')),
};
