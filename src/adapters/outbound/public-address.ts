import { BlockList, isIPv6 } from 'node:net';
import { once } from '../../core/remember.ts';

/**
 * IPv4 networks that are not public: https://www.iana.org/assignments/iana-ipv4-special-registry, and the address under which
 * Azure answers its own machines, https://learn.microsoft.com/azure/virtual-network/what-is-ip-address-168-63-129-16.
 */
const INTERNAL_V4 = [
  '0.0.0.0/8',
  '10.0.0.0/8',
  '100.64.0.0/10',
  '127.0.0.0/8',
  '168.63.129.16/32',
  '169.254.0.0/16',
  '172.16.0.0/12',
  '192.0.0.0/24',
  '192.0.2.0/24',
  '192.88.99.0/24',
  '192.168.0.0/16',
  '198.18.0.0/15',
  '198.51.100.0/24',
  '203.0.113.0/24',
  '224.0.0.0/4',
  '240.0.0.0/4',
];

/** Of IPv6, only global unicast is public, without the ranges for documentation, tunnels and benchmarks in it. */
const INTERNAL_V6 = ['2001::/23', '2001:db8::/32', '2002::/16', '3fff::/20'];

const internal = once(() => blockList(INTERNAL_V4, 'ipv4'));
const internalV6 = once(() => blockList(INTERNAL_V6, 'ipv6'));
const globalV6 = once(() => blockList(['2000::/3'], 'ipv6'));

/** Is an IP address public, and not that of a machine, a private network or the inside of a cloud? */
export function isPublicAddress(address: string): boolean {
  return isIPv6(address)
    ? globalV6().check(address, 'ipv6') && !internalV6().check(address, 'ipv6')
    : !internal().check(address, 'ipv4');
}

function blockList(networks: readonly string[], family: 'ipv4' | 'ipv6'): BlockList {
  const list = new BlockList();
  for (const network of networks) {
    const [address = '', prefix] = network.split('/');
    list.addSubnet(address, Number(prefix), family);
  }
  return list;
}
