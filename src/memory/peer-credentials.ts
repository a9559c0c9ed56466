/** Who made the other end of a Unix socket: connected to it, or began to listen there. The kernel says so. */
export interface PeerCredentials {
  /** 0 for a process that has no number here: one of another pid namespace. */
  readonly pid: number;
  /** The effective user. One without a mapping in our user namespace appears as the overflow user. */
  readonly uid: number;
  readonly gid: number;
}

/** Whether that is a process of a user, who must not be the overflow user: every stranger may appear as that one. */
export function isOfUser(uid: number, peer: PeerCredentials): boolean {
  return peer.uid === uid && peer.pid !== 0;
}
