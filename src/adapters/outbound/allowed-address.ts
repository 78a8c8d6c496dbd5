import { type LookupAddress, type LookupOptions, lookup as resolve } from 'node:dns';
import { isIP, type LookupFunction } from 'node:net';
import pLimit from 'p-limit';
import { OutboundFailure } from './outbound-failure.ts';
import { isPublicAddress } from './public-address.ts';

const INSTEAD = 'LAMPLIGHTER_OUTBOUND_HOSTS can name its host';
const INTERNAL = 'its host is not in the internet';

/** Is the host of an address among hosts, or hosts with ports, that may be anywhere and speak http? */
export function isAmong(hosts: readonly string[], { protocol, hostname, port }: URL): boolean {
  const named = port === '' ? (protocol === 'https:' ? '443' : '80') : port;
  return hosts.some((host) => [hostname, `${hostname}:${named}`].includes(host.toLowerCase()));
}

/**
 * Refuses an address for what can be seen of it without looking it up: https only, no password in it, no number that is
 * not of the internet.
 * @throws OutboundFailure
 */
export function requireAllowed(address: URL, hosts: readonly string[]): void {
  const { protocol, hostname, username, password } = address;
  const isNamed = isAmong(hosts, address);
  if (protocol !== 'https:' && !(protocol === 'http:' && isNamed))
    throw new OutboundFailure(`only https is fetched; ${INSTEAD}`);
  if (username !== '' || password !== '') throw new OutboundFailure('an address with a password is not fetched');
  const literal = hostname.replace(/^\[|\]$/g, '');
  // An address in numbers is not looked up.
  if (!isNamed && isIP(literal) !== 0 && !isPublicAddress(literal))
    throw new OutboundFailure(`${INTERNAL}; ${INSTEAD}`);
}

/**
 * So many names that people have written are looked up at the same time. A look-up holds one of the four threads of the process, as
 * long as a name server likes; the others stay for storage, Batch and files.
 * https://nodejs.org/docs/latest-v24.x/api/dns.html#implementation-considerations
 */
const LOOKUPS_AT_ONCE = 2;

/** Looks up a host as Node does, and refuses it if any of its addresses is not of the internet. */
export const lookUpPublic: LookupFunction = publicLookup(resolve as Resolve);

/** What finds all addresses of a host. */
export type Resolve = (
  hostname: string,
  options: LookupOptions,
  done: (error: NodeJS.ErrnoException | null, addresses?: readonly LookupAddress[]) => void,
) => void;

/** A look-up that refuses what is not of the internet, and keeps few of its resolver's at once. */
export function publicLookup(find: Resolve): LookupFunction {
  const waiting = pLimit(LOOKUPS_AT_ONCE);
  const found = (hostname: string, options: LookupOptions) =>
    new Promise<readonly LookupAddress[]>((settle, reject) => {
      find(hostname, { ...options, all: true }, (error, addresses = []) => (error ? reject(error) : settle(addresses)));
    });
  return (hostname, options, done) => {
    waiting(found, hostname, options).then(
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
 * Why an address would not be connected to now, in words for people; `undefined` if nothing speaks against it. Nothing is
 * sent to it. A host that is allowed by configuration is not looked up.
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
