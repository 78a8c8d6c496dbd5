import { isIP, type LookupFunction } from 'node:net';
import { type FindAddresses, findAddresses } from './find-addresses.ts';
import { OutboundFailure } from './outbound-failure.ts';
import { isPublicAddress } from './public-address.ts';

const INSTEAD = 'LAMPLIGHTER_OUTBOUND_HOSTS can name its host';
const INTERNAL = 'its host is not in the internet';

/** Is the host of an address in a list of hosts, or hosts with ports, that may have private addresses and use http? */
export function isAmong(hosts: readonly string[], { protocol, hostname, port }: URL): boolean {
  const named = port === '' ? (protocol === 'https:' ? '443' : '80') : port;
  return hosts.some((host) => [hostname, `${hostname}:${named}`].includes(host.toLowerCase()));
}

/**
 * Refuses an address as far as possible without DNS: it must use https, contain no password, and not be a private IP address.
 * @throws OutboundFailure
 */
export function requireAllowed(address: URL, hosts: readonly string[]): void {
  const { protocol, hostname, username, password } = address;
  const isNamed = isAmong(hosts, address);
  if (protocol !== 'https:' && !(protocol === 'http:' && isNamed))
    throw new OutboundFailure(`only https is fetched; ${INSTEAD}`);
  if (username !== '' || password !== '') throw new OutboundFailure('an address with a password is not fetched');
  const literal = hostname.replace(/^\[|\]$/g, '');
  // An IP address needs no DNS look-up.
  if (!isNamed && isIP(literal) !== 0 && !isPublicAddress(literal))
    throw new OutboundFailure(`${INTERNAL}; ${INSTEAD}`);
}

/** Looks a host up, and refuses it if any of its addresses is not public. */
export const lookUpPublic: LookupFunction = publicLookup(findAddresses);

/** A look-up that refuses addresses that are not public. */
export function publicLookup(find: FindAddresses): LookupFunction {
  return (hostname, options, done) => {
    find(hostname, options).then(
      (addresses) => {
        const [first] = addresses;
        if (first === undefined) return done(new OutboundFailure('its host has no address'), '', 0);
        if (!addresses.every(({ address }) => isPublicAddress(address)))
          return done(new OutboundFailure(`${INTERNAL}; LAMPLIGHTER_OUTBOUND_HOSTS can name it`), '', 0);
        return options.all === true ? done(null, [...addresses]) : done(null, first.address, first.family);
      },
      (error: NodeJS.ErrnoException) => done(error, '', 0),
    );
  };
}

/** How long a name server may take, in milliseconds. */
const PATIENCE_MS = 5_000;

/**
 * Why the app would not connect to an address now, in words for people; `undefined` if it would. Nothing is sent to the
 * address. A host that the configuration allows is not resolved.
 */
export async function whyNotAllowed(address: URL, hosts: readonly string[]): Promise<string | undefined> {
  try {
    requireAllowed(address, hosts);
  } catch (error) {
    return (error as OutboundFailure).message;
  }
  const literal = address.hostname.replace(/^\[|\]$/g, '');
  if (isAmong(hosts, address) || isIP(literal) !== 0) return undefined;
  return lookUp(address.hostname);
}

function lookUp(hostname: string): Promise<string | undefined> {
  const { promise, resolve: settle } = Promise.withResolvers<string | undefined>();
  const timer = setTimeout(() => settle('its host could not be looked up in time'), PATIENCE_MS);
  lookUpPublic(hostname, { all: true }, (error) => {
    clearTimeout(timer);
    if (error === null) settle(undefined);
    else settle(error instanceof OutboundFailure ? error.message : 'its host is not known');
  });
  return promise;
}
