import type { LookupAddress, LookupOptions } from 'node:dns';
import { lookup, Resolver } from 'node:dns/promises';
import pLimit from 'p-limit';
import { OutboundFailure } from './outbound-failure.ts';

/** Finds all addresses of a host. */
export type FindAddresses = (hostname: string, options: LookupOptions) => Promise<readonly LookupAddress[]>;

/** Two ways to find addresses. */
export interface Finders {
  /** Asks name servers, which takes no thread of the process. */
  readonly byDns: FindAddresses;
  /** Asks the system, which also knows the file of hosts. */
  readonly bySystem: FindAddresses;
}

/**
 * The most concurrent look-ups by the system of names that people have written. The process makes only two at a time, for
 * storage and Batch as well, and each lasts as long as a name server takes: one stays free.
 * https://nodejs.org/docs/latest-v24.x/api/dns.html#implementation-considerations
 */
const BY_SYSTEM_AT_ONCE = 1;

/**
 * Finds the addresses of names that people have written, so that a name server that hangs delays nothing but its own name. The
 * system is asked only for what DNS does not know, or where DNS has never answered.
 */
export function addressFinder({ byDns, bySystem }: Finders): FindAddresses {
  const places = pLimit(BY_SYSTEM_AT_ONCE);
  let hasAnswered = false;
  return async (hostname, options) => {
    try {
      const addresses = await byDns(hostname, options);
      hasAnswered = true;
      return addresses;
    } catch (error) {
      hasAnswered ||= isUnknown(error);
      if (hasAnswered && isHanging(error))
        throw new OutboundFailure('its host could not be looked up in time', { cause: error });
    }
    return places(bySystem, hostname, options);
  };
}

/** In milliseconds: two attempts, the second of about twice the time, leave some of the shortest time limit, which is 5 seconds. */
const DNS_ATTEMPT = { timeout: 1_000, tries: 2 };

/** Finds addresses as Node does, by DNS first. */
export const findAddresses: FindAddresses = addressFinder({
  byDns: askNameServers,
  bySystem: (hostname, options) => lookup(hostname, { ...options, all: true }),
});

async function askNameServers(hostname: string, { family = 0 }: LookupOptions): Promise<readonly LookupAddress[]> {
  // A new one each time, because it reads the addresses of the name servers only once.
  const resolver = new Resolver(DNS_ATTEMPT);
  const asked = await Promise.allSettled([
    ...(family === 6 || family === 'IPv6' ? [] : [resolver.resolve4(hostname)]),
    ...(family === 4 || family === 'IPv4' ? [] : [resolver.resolve6(hostname)]),
  ]);
  const found = asked.flatMap((answer) => (answer.status === 'fulfilled' ? answer.value : []));
  if (found.length > 0) return found.map((address) => ({ address, family: address.includes(':') ? 6 : 4 }));
  const failures: readonly unknown[] = asked.flatMap((answer) => (answer.status === 'rejected' ? [answer.reason] : []));
  throw failures.find(isHanging) ?? failures[0] ?? new OutboundFailure('its host has no address');
}

/** The name server of the host does not answer, or the one in between has waited for it in vain. */
function isHanging(error: unknown): boolean {
  return ['ETIMEOUT', 'ESERVFAIL'].includes(codeOf(error));
}

function isUnknown(error: unknown): boolean {
  return ['ENOTFOUND', 'ENODATA'].includes(codeOf(error));
}

function codeOf(error: unknown): string {
  return (error as NodeJS.ErrnoException).code ?? '';
}
