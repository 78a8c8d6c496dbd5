import type { TokenCredential } from '@azure/core-auth';

/** For clients that want a credential where requests are signed with a shared key. */
export const NO_TOKEN: TokenCredential = {
  getToken: () => Promise.reject(new Error('With a shared key no token is asked for.')),
};
