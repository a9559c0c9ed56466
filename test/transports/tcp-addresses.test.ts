import { isIP, isIPv4, isIPv6 } from 'node:net';
import { networkInterfaces } from 'node:os';
import { describe, expect, it } from 'vitest';
import {
  formatTcpAddress,
  lookupHostname,
  lookupInterface,
  lookupLikeNccl,
  parseTcpAddress,
} from '../../src/transports/tcp/index.js';

const INVALID: unknown = expect.objectContaining({ code: 'ERR_ADDRESS_INVALID' });
const loopback = Object.keys(networkInterfaces()).find((name) => name.startsWith('lo')) ?? 'lo';

describe('a TCP address', () => {
  it.each(['1.2.3.4:-1', '1.2.3.4:65536', '1.2.3.4:', '1.2.3.4:x', '1.2.3.4:1.5', '1.2.3.4: 5', 'name:99999'])(
    'is refused with a bad port: %s [TP UvSockaddr.InetBadPort]',
    (address) => expect(() => parseTcpAddress(address)).toThrow(INVALID),
  );

  it.each([
    ['1.2.3.4:5', { host: '1.2.3.4', port: 5 }],
    ['1.2.3.4:0', { host: '1.2.3.4', port: 0 }],
    ['1.2.3.4', { host: '1.2.3.4', port: 0 }],
    ['1.2.3.4:65535', { host: '1.2.3.4', port: 65535 }],
    ['some-host.example:80', { host: 'some-host.example', port: 80 }],
    ['localhost', { host: 'localhost', port: 0 }],
    [':80', { host: '127.0.0.1', port: 80 }],
    ['', { host: '127.0.0.1', port: 0 }],
  ])('may be IPv4 or a name: %s [TP UvSockaddr.Inet]', (address, expected) => {
    expect(parseTcpAddress(address)).toEqual(expected);
  });

  it.each([
    '[::1]:-1',
    '[::1]:65536',
    '[::1]:',
    ']::1[',
    ']::1[:5',
    '[::1',
    '::1]:5',
    '[name]:5',
    '[1.2.3.4]:5',
    '[]:5',
  ])('is refused with a bad IPv6 port or brackets: %s [TP UvSockaddr.Inet6BadPort]', (address) =>
    expect(() => parseTcpAddress(address)).toThrow(INVALID),
  );

  it.each([
    ['[::1]:5', { host: '::1', port: 5 }],
    ['[::1]:0', { host: '::1', port: 0 }],
    ['[::1]', { host: '::1', port: 0 }],
    ['::1', { host: '::1', port: 0 }],
    ['::1%lo', { host: '::1%lo', port: 0 }],
    ['[fe80::1%eth0]:7', { host: 'fe80::1%eth0', port: 7 }],
  ])('may be IPv6, with a scope: %s [TP UvSockaddr.Inet6]', (address, expected) => {
    expect(parseTcpAddress(address)).toEqual(expected);
    expect(parseTcpAddress(formatTcpAddress(expected))).toEqual(expected);
  });

  it.each(['1.2.3', '1.2.3.4.5:6', '300.1.1.1:5', 'a b:5', 'user@host:5', 'host:5/path', 'a:b:5'])(
    'is refused when it is neither a name nor a number: %s',
    (address) => expect(() => parseTcpAddress(address)).toThrow(INVALID),
  );

  it('says in its error how to write it', () => {
    expect(() => parseTcpAddress('1.2.3.4:70000')).toThrow(/70000 is not in 0\.\.65535.*tcp:\/\/HOST:PORT/);
  });
});

describe("this host's address", () => {
  it('is found by its name [TP UVTransportContextTest.LookupHostnameAddress]', async () => {
    expect(isIP(await lookupHostname())).not.toBe(0);
  });

  it('is found by an interface [TP UVTransportContextTest.LookupInterfaceAddress]', () => {
    expect(isIP(lookupInterface(loopback))).not.toBe(0);
    expect(isIPv4(lookupInterface(loopback, 4))).toBe(true);
  });

  it('is not found by an interface that does not exist', () => {
    expect(() => lookupInterface('no-such-interface')).toThrow(
      expect.objectContaining({ code: 'ERR_INVALID_ARGUMENT' }),
    );
  });

  it('is found as NCCL does [TP UVTransportContextTest.LookupAddressLikeNccl]', () => {
    const any = lookupLikeNccl();
    expect(any === null ? 0 : isIP(any)).not.toBe(0);
    const four = lookupLikeNccl(4);
    expect(four === null || isIPv4(four)).toBe(true);
    const six = lookupLikeNccl(6);
    expect(six === null || (isIPv6(six) && six !== '::1')).toBe(true);
  });
});
