import type { HostIdentity } from './host-identity.js';

/** How another context of this host finds our link: what the device descriptor of shared memory says. */
export interface LinkAddress extends HostIdentity {
  /** The context, in hex. */
  readonly contextId: string;
  /** The abstract name of its socket. */
  readonly socket: string;
  /** What a Hello to it must say, in hex. Random: only who was sent this address knows it. */
  readonly key: string;
}

const VERSION = '1';
const PATTERN = /^1 ([0-9a-f-]{36}) (\d{1,20}) (\d{1,10}) ([0-9a-f]{32}) ([\w.-]{1,100}) ([0-9a-f]{32})$/;

export function formatLinkAddress({ boot, network, uid, contextId, socket, key }: LinkAddress): string {
  return [VERSION, boot, network, uid, contextId, socket, key].join(' ');
}

/** @param text from a peer, unchecked @returns null for what this version cannot read */
export function parseLinkAddress(text: string): LinkAddress | null {
  const [, boot, network, uid, contextId, socket, key] = PATTERN.exec(text) ?? [];
  if (key === undefined) return null;
  return { boot, network, uid: Number(uid), contextId, socket, key };
}

/** Whether two contexts can have a link. Whether they really have is found out by making it. */
export function canLink(one: LinkAddress, other: LinkAddress): boolean {
  return one.boot === other.boot && one.network === other.network && one.uid === other.uid;
}
