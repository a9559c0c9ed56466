import { lookup } from 'node:dns/promises';
import { isIP, isIPv4, isIPv6 } from 'node:net';
import { hostname, networkInterfaces, type NetworkInterfaceInfo } from 'node:os';
import { TensorductError } from '../../errors.js';

/** A host, by name or number (`fe80::1%eth0` with its scope), and a port; 0 lets the system choose. */
export interface TcpAddress {
  readonly host: string;
  readonly port: number;
}

/** 4 or 6, as in `net.isIP`. */
export type IpFamily = 4 | 6;

/**
 * Parses `HOST`, `HOST:PORT`, `V6`, `[V6]` or `[V6]:PORT`, where `V6` may have a `%SCOPE`. A host left out is
 * 127.0.0.1, a port left out is 0.
 * @throws TensorductError `ERR_ADDRESS_INVALID`
 */
export function parseTcpAddress(address: string): TcpAddress {
  if (isIPv6(address)) return { host: address, port: 0 };
  const bracketed = /^\[([^[\]]*)\](?::(.*))?$/.exec(address);
  if (bracketed !== null) {
    const [, host, port] = bracketed;
    if (!isIPv6(host)) throw invalid(address, `${host} is not an IPv6 address`);
    return { host, port: parsePort(address, port) };
  }
  const [, host, port] = /^([^:]*)(?::(.*))?$/.exec(address) ?? [];
  if (host === undefined) throw invalid(address, 'it has too many colons');
  if (host !== '' && !isIPv4(host)) {
    if (/^[\d.]+$/.test(host) || !/^[\w.-]+$/.test(host)) throw invalid(address, `${host} is no address and no name`);
  }
  return { host: host === '' ? '127.0.0.1' : host, port: parsePort(address, port) };
}

/** Writes an address so that {@link parseTcpAddress} reads it: `HOST:PORT` or `[V6]:PORT`. */
export function formatTcpAddress({ host, port }: TcpAddress): string {
  return isIPv6(host) ? `[${host}]:${port}` : `${host}:${port}`;
}

function parsePort(address: string, port: string | undefined): number {
  if (port === undefined) return 0;
  const number = /^\d{1,5}$/.test(port) ? Number(port) : -1;
  if (number < 0 || number > 65535) throw invalid(address, `the port ${port} is not in 0..65535`);
  return number;
}

function invalid(address: string, reason: string): TensorductError {
  return new TensorductError('ERR_ADDRESS_INVALID', `${address} is no TCP address: ${reason}`, {
    advice: 'write tcp://HOST:PORT, an IPv6 host in brackets: tcp://10.0.0.1:5000, tcp://[::1]:5000, tcp://name:5000',
  });
}

/** Whether only this host reaches an IP address. */
export function isLoopback(ip: string): boolean {
  const mapped = /^::ffff:(.*)$/i.exec(ip);
  const plain = mapped !== null && isIPv4(mapped[1]) ? mapped[1] : ip;
  return isIPv4(plain) ? plain.startsWith('127.') : plain.replace(/%.*$/, '') === '::1';
}

/** Whether an IP address stands for all of this host's. */
export function isWildcard(ip: string): boolean {
  return ip === '0.0.0.0' || /^[0:]+$/.test(ip);
}

/**
 * The IP addresses of a host, in the system's order; of a number, itself.
 * @throws TensorductError (rejection) `ERR_UNREACHABLE` when the name is not known
 */
export async function resolveHost(host: string): Promise<string[]> {
  if (isIP(host) !== 0) return [host];
  try {
    return (await lookup(host, { all: true })).map(({ address }) => address);
  } catch (thrown) {
    throw TensorductError.from(thrown, 'ERR_UNREACHABLE', `the name ${host} is not known`, {
      operation: 'lookup',
      backend: 'tcp',
    });
  }
}

/**
 * An IP address of a network interface, IPv4 first.
 * @throws TensorductError `ERR_INVALID_ARGUMENT` when there is no such interface, or it has no address
 */
export function lookupInterface(name: string, family?: IpFamily): string {
  const address = addressesOf(name, networkInterfaces()[name] ?? [], family)[0];
  if (address === undefined) {
    const known = Object.keys(networkInterfaces()).join(', ');
    throw new TensorductError('ERR_INVALID_ARGUMENT', `the interface ${name} has no address`, {
      advice: `name one of: ${known}`,
    });
  }
  return address;
}

/**
 * The first IP address of this host's name that belongs to one of its interfaces.
 * @throws TensorductError (rejection) `ERR_UNREACHABLE` when there is none
 */
export async function lookupHostname(): Promise<string> {
  const own = Object.values(networkInterfaces()).flatMap((infos) => (infos ?? []).map(({ address }) => address));
  const address = (await resolveHost(hostname())).find((candidate) => own.includes(candidate) || isLoopback(candidate));
  if (address !== undefined) return address;
  throw new TensorductError('ERR_UNREACHABLE', `the name ${hostname()} means no address of this host`, {
    advice: 'use lookupLikeNccl(), or lookupInterface(name)',
  });
}

/**
 * The IP address by which others most likely reach this host, chosen as NCCL does: of interfaces `ib*` first, then
 * of any other, then `docker*`, then `lo*`; never the IPv6 loopback. Null when there is none of the family.
 */
export function lookupLikeNccl(family?: IpFamily): string | null {
  const rank = (name: string): number => {
    if (name.startsWith('ib')) return 0;
    if (name.startsWith('docker')) return 2;
    return name.startsWith('lo') ? 3 : 1;
  };
  const byRank = Object.entries(networkInterfaces()).sort(([a], [b]) => rank(a) - rank(b));
  for (const [name, infos = []] of byRank) {
    const address = addressesOf(name, infos, family).find((candidate) => candidate !== '::1');
    if (address !== undefined) return address;
  }
  return null;
}

/** Addresses of one interface, IPv4 first; link-local ones with their scope. */
function addressesOf(name: string, infos: readonly NetworkInterfaceInfo[], family?: IpFamily): string[] {
  const ofFamily = (wanted: IpFamily): string[] =>
    infos
      .filter((info) => info.family === `IPv${wanted}`)
      .map((info) => (info.family === 'IPv6' && info.scopeid !== 0 ? `${info.address}%${name}` : info.address));
  return family === undefined ? [...ofFamily(4), ...ofFamily(6)] : ofFamily(family);
}
