import type { TokenCredential } from '@azure/core-auth';
import { describeError } from '../../core/text/describe-error.ts';
import { isAmong } from './allowed-address.ts';
import { OutboundFailure } from './outbound-failure.ts';

/** https://learn.microsoft.com/rest/api/communication/authentication: the scope of tokens, and the hosts that accept them. */
const SCOPE = 'https://communication.azure.com/.default';
const DOMAIN = '.communication.azure.com';

/**
 * Why an address gets no token of the app; `undefined` if it does, because it belongs to Azure Communication Services or is in
 * the configuration.
 */
export function whyNoToken(address: URL, hosts: readonly string[]): string | undefined {
  const { protocol, hostname } = address;
  if (isAmong(hosts, address) || (protocol === 'https:' && hostname.endsWith(DOMAIN))) return undefined;
  return `e-mails go to an endpoint of Azure Communication Services, such as https://contoso${DOMAIN}`;
}

/** The authorization header of the app. @throws OutboundFailure for another address, or without a token */
export async function bearerFor(
  address: URL,
  {
    hosts,
    credential,
    deadline,
  }: { readonly hosts: readonly string[]; readonly credential: () => TokenCredential; readonly deadline: AbortSignal },
): Promise<{ readonly authorization: string }> {
  const reason = whyNoToken(address, hosts);
  if (reason !== undefined) throw new OutboundFailure(reason);
  const token = await tokenOf(credential(), deadline);
  return { authorization: `Bearer ${token}` };
}

async function tokenOf(credential: TokenCredential, deadline: AbortSignal): Promise<string> {
  try {
    const access = await credential.getToken(SCOPE, { abortSignal: deadline });
    if (access !== null) return access.token;
  } catch (error) {
    const message = `the app could not sign in to Azure Communication Services: ${describeError(error).slice(0, 300)}`;
    throw new OutboundFailure(message, { cause: error });
  }
  throw new OutboundFailure('the app could not sign in to Azure Communication Services');
}
