import { faultPoint } from '../fault-point.js';
import type { Native, ReturnRing } from './native.js';

/** Leases that are out to one peer at most, unless a context is told otherwise. */
export const LEASES_PER_PEER = 8192;

/** What a peer has done wrong that has spoiled the ring. */
export const SPOILED = 'it has spoiled the ring of returns';

/** Ids taken at a time. */
const IDS = 256;

/** What returns need of their link. */
export interface LinkReturnsHost {
  /** A lease has come back. @returns false where that id is not out to the peer */
  giveBack(id: number): boolean;
  /** Leases have come back. */
  returned(): void;
}

/** The ring by which a peer gives back what was lent to it. */
export class LinkReturns {
  private readonly ring: ReturnRing;
  private readonly ids = new Float64Array(IDS);

  /**
   * @param capacity as many as leases are out to the peer at most, so that a return finds room
   * @param nonce by which the peer knows the ring
   */
  constructor(
    native: Native,
    capacity: number,
    nonce: Uint8Array,
    private readonly host: LinkReturnsHost,
  ) {
    this.ring = native.ReturnRing.create(capacity, nonce);
  }

  /** For the peer. */
  get fd(): number {
    return this.ring.fd;
  }

  /** Takes what is there. @returns what the peer has done wrong, or null */
  take(): string | null {
    let returned = false;
    for (let count = IDS; count === IDS;) {
      count = this.ring.drain(this.ids);
      if (count < 0) return SPOILED;
      if (count > 0) faultPoint('returns-taken');
      for (let index = 0; index < count; index++) {
        if (!this.host.giveBack(this.ids[index])) return 'it gives back what it has not borrowed';
      }
      returned ||= count > 0;
    }
    if (returned) this.host.returned();
    return null;
  }

  /** Has the peer ring when it gives something back. @returns whether something is there already, so that it may not */
  want(): boolean {
    return this.ring.want();
  }

  close(): void {
    this.ring.close();
  }
}
