import { describe, expect, it } from 'vitest';
import { isPublicAddress } from '../../../src/adapters/outbound/public-address.ts';

describe('isPublicAddress', () => {
  it.each([
    ['8.8.8.8', true],
    ['20.50.2.1', true],
    ['172.32.0.1', true],
    ['2a00:1450:4001:800::200e', true],
    // this machine, and its network
    ['127.0.0.1', false],
    ['0.0.0.0', false],
    ['10.0.0.4', false],
    ['172.31.255.255', false],
    ['192.168.1.1', false],
    ['100.64.0.1', false],
    ['224.0.0.1', false],
    ['255.255.255.255', false],
    // what clouds answer their own machines with
    ['169.254.169.254', false],
    ['168.63.129.16', false],
    // the same in IPv6, also where IPv4 is written in it
    ['::1', false],
    ['::', false],
    ['fe80::1', false],
    ['fd00::1', false],
    ['ff02::1', false],
    ['::ffff:127.0.0.1', false],
    ['::ffff:8.8.8.8', false],
    ['64:ff9b::a00:1', false],
    ['2002:a00:1::', false],
    ['2001:db8::1', false],
  ])('%s: %j', (address, expected) => expect(isPublicAddress(address)).toBe(expected));
});
